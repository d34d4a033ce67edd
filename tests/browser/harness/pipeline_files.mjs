// A small export that looks like the real one, with its faults: a misspelt product, a deal without customer, an empty
// date and value, a word of another encoding.

const FILES = {
  "accounts.csv": `account,sector,year_established,revenue,employees,office_location,subsidiary_of
Acme Corporation,technolgy,1996,1100.04,2822,United States,
Betasoloin,medical,1999,251.41,495,United States,Acme Corporation
`,
  "products.csv": `product,series,sales_price
GTX Basic,GTX,550
GTX Pro,GTX,4821
`,
  "sales_teams.csv": `sales_agent,manager,regional_office
Anna Snelling,Dustin Brinkmann,Central
Moses Frase,Dustin Brinkmann,Central
`,
  "sales_pipeline.csv": `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Basic,Acme Corporation,Won,2016-10-20,2017-03-01,1054
Z063OYW0,Anna Snelling,GTXPro,Betasoloin,Won,2016-10-25,2017-03-11,4514
EC4QE1BX,Anna Snelling,GTX Pro,,Engaging,2016-10-25,,
MV1LWRNH,Moses Frase,GTX Basic,,Prospecting,,,
PE84CX4O,Moses Frase,GTX Basic,Acme Corporation,Lost,2016-10-25,2017-03-09,0
`,
};

/** The files as an input takes them; `change` may change a text or give other bytes. */
export function lookAlike(change = (_name, text) => text) {
  return Object.entries(FILES).map(([name, text]) => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(change(name, text)),
  }));
}
