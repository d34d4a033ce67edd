//! The "CRM Sales Opportunities" of Maven Analytics: a seller of hardware, its customers, products, people and deals.

use super::Reading::{Day, Money, Row, Standing, Text, Whole};
use super::Source::{FirstDay, Joined};
use super::{FieldSource, Preset, Standing as At, TEXT, TableSpec, cell, cell_or_nothing, fixed};
use domain::customer::Customer;
use domain::deal::Deal;
use domain::member::Member;
use domain::product::Product;

/// Values are whole units of the currency, revenues are millions of it.
pub static MAVEN: Preset = Preset {
    code: "maven",
    name: "Maven CRM Sales Opportunities",
    tables: &[
        TableSpec {
            name: "products",
            file: "products.csv",
            kind: Product::SPEC,
            key: "product",
            repeats: false,
            fields: &[
                cell("name", "product", TEXT),
                cell("series", "series", TEXT),
                cell("price", "sales_price", Money(0)),
            ],
        },
        TableSpec {
            name: "managers",
            file: "sales_teams.csv",
            kind: Member::SPEC,
            key: "manager",
            repeats: true,
            fields: &[
                cell("name", "manager", TEXT),
                fixed("role", "manager"),
                cell("office", "regional_office", TEXT),
            ],
        },
        TableSpec {
            name: "agents",
            file: "sales_teams.csv",
            kind: Member::SPEC,
            key: "sales_agent",
            repeats: false,
            fields: &[
                cell("name", "sales_agent", TEXT),
                fixed("role", "salesperson"),
                cell("line", "manager", Row("managers")),
                cell("office", "regional_office", TEXT),
            ],
        },
        TableSpec {
            name: "accounts",
            file: "accounts.csv",
            kind: Customer::SPEC,
            key: "account",
            repeats: false,
            fields: &[
                cell("name", "account", TEXT),
                cell("industry", "sector", Text(&[("technolgy", "technology")])),
                cell("founded", "year_established", TEXT),
                cell("revenue", "revenue", Money(6)),
                cell("employees", "employees", Whole),
                cell("region", "office_location", Text(&[("Philipines", "Philippines")])),
                cell_or_nothing("parent", "subsidiary_of", Row("accounts")),
            ],
        },
        TableSpec {
            name: "pipeline",
            file: "sales_pipeline.csv",
            kind: Deal::SPEC,
            key: "opportunity_id",
            repeats: false,
            fields: &[
                cell("owner", "sales_agent", Row("agents")),
                cell("product", "product", Row("products")),
                cell("customer", "account", Row("accounts")),
                cell(
                    "stage",
                    "deal_stage",
                    Standing(&[
                        ("Prospecting", At::Open(0)),
                        ("Engaging", At::Open(1)),
                        ("Won", At::Won),
                        ("Lost", At::Lost),
                    ]),
                ),
                cell("created_on", "engage_date", Day),
                cell("closed_on", "close_date", Day),
                FieldSource { field: "stage_since", source: FirstDay(&["close_date", "engage_date"]) },
                cell("value", "close_value", Money(0)),
                FieldSource { field: "title", source: Joined(&["product", "opportunity_id"]) },
            ],
        },
    ],
};
