// Tables that sort, filter and turn pages: only the rows of one page exist as elements.

// columns: [{key, label, value: row => number|string, render: row => Node|string, kind: "number"|"who"|""}].
function createTable(container, { caption, columns, rows, order, pageSize = 50 }) {
  const table = { columns, all: rows, rows, page: 0, pageSize, order, head: {}, body: el("tbody") };
  const head = el("thead", {}, el("tr", {}, columns.map((column) => headCell(table, column))));
  table.pager = el("nav", { class: "pager", "aria-label": t("Pages of the table") });
  container.replaceChildren(
    el("div", { class: "table-holder" }, el("table", { class: "data-table" }, el("caption", { class: "visually-hidden" }, caption), head, table.body)), table.pager);
  table.filter = (keep) => { table.rows = table.all.filter(keep); table.page = 0; sortRows(table); drawTable(table); return table.rows.length; };
  table.showAll = (all) => { table.allPages = all; drawTable(table); };
  sortRows(table);
  drawTable(table);
  return table;
}

function headCell(table, column) {
  const cell = el("th", { scope: "col", class: column.kind });
  if (column.value) {
    cell.append(el("span", { class: "print-only" }, column.label));
    cell.append(el("button", { type: "button", class: "sort", onclick: () => sortBy(table, column) }, column.label));
    table.head[column.key] = cell;
  } else cell.append(column.label);
  return cell;
}

function sortBy(table, column) {
  const [key, down] = table.order;
  table.order = [column.key, key === column.key ? !down : column.kind === "number"];
  table.page = 0;
  sortRows(table);
  drawTable(table);
}

function sortRows(table) {
  const [key, down] = table.order;
  const value = table.columns.find((column) => column.key === key).value;
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, DATA.lang) : a - b);
  table.rows = [...table.rows].sort((a, b) => (down ? -1 : 1) * compare(value(a), value(b)));
  for (const [name, cell] of Object.entries(table.head)) {
    cell.setAttribute("aria-sort", name !== key ? "none" : down ? "descending" : "ascending");
  }
}

function drawTable(table) {
  const [from, to] = table.allPages ? [0, table.rows.length] : [table.page * table.pageSize, (table.page + 1) * table.pageSize];
  const rows = table.rows.slice(from, to).map((row) => el("tr", {}, table.columns.map((column) => bodyCell(column, row))));
  const empty = el("tr", {}, el("td", { class: "empty", colspan: table.columns.length }, t("Nothing matches.")));
  table.body.replaceChildren(...(rows.length ? rows : [empty]));
  drawPager(table, from);
}

function bodyCell(column, row) {
  const name = column.header ? "th" : "td";
  return el(name, { class: column.kind, scope: column.header ? "row" : null }, column.render(row));
}

function drawPager(table, from) {
  const last = Math.ceil(table.rows.length / table.pageSize) - 1;
  table.pager.hidden = last < 1 || Boolean(table.allPages);
  const turn = (step) => () => { table.page += step; drawTable(table); };
  table.pager.replaceChildren(
    el("button", { type: "button", class: "button", disabled: table.page === 0, onclick: turn(-1) }, "‹ ", t("Previous page")),
    t("{from} to {to} of {all}", { from: number(from + 1), to: number(Math.min(from + table.pageSize, table.rows.length)), all: number(table.rows.length) }),
    el("button", { type: "button", class: "button", disabled: table.page >= last, onclick: turn(1) }, t("Next page"), " ›"));
}
