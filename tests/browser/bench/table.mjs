// Medians, and the table as it is printed.

export const median = (values) => quantile(values, 0.5);
export const p95 = (values) => quantile(values, 0.95);

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** One line per measured row; the budget is on p95 unless the row says otherwise. */
export function show(results) {
  const lines = [["what", "speed", "median", "p95", "budget", ""]];
  for (const { row, speed, values, error } of results) {
    const budget = row.budget[speed];
    const unit = row.unit;
    if (error) {
      lines.push([row.name, speed, "—", "—", limit(budget, unit), `FAILED: ${error}`]);
      continue;
    }
    const mark = budget === undefined ? "" : judged(row, values) <= budget ? "ok" : "MISS";
    lines.push([row.name, speed, number(median(values), unit), number(p95(values), unit), limit(budget, unit), mark]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => width(line[column]))));
  return lines.map((line) => line.map((cell, column) => pad(cell, widths[column], column)).join("  ").trimEnd()).join("\n");
}

/** The figure that a row's budget is about. */
export function judged(row, values) {
  return row.by === "median" ? median(values) : p95(values);
}

const number = (value, unit) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
const limit = (budget, unit) => (budget === undefined ? "—" : `≤ ${budget} ${unit}`);
const width = (text) => [...text].length;

function pad(text, size, column) {
  const space = " ".repeat(size - width(text));
  return column === 0 || column === 1 || column === 5 ? text + space : space + text;
}
