"use strict";
// Rows of a table from the page's data. Text only ever becomes text.

const SVG = "http://www.w3.org/2000/svg";
const LONG = { code: 160, text: 400 };

function make(name, classes, ...children) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...children);
  return element;
}

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const percent = (place) => `${place / 10}%`;

function shortened(text, longest) {
  const signs = text.length > longest ? Array.from(text) : text;
  if (signs.length <= longest) return text;
  const head = Math.floor(((longest - 1) * 2) / 3);
  return `${signs.slice(0, head).join("")}…${signs.slice(head - longest + 1).join("")}`;
}

function value(column, row) {
  return column.at ? column.words[column.at[row]] : column.values[row];
}

function line(parts, low, high) {
  const svg = drawn("svg", { class: "line", width: "100%", height: 14, "aria-hidden": "true", focusable: "false" });
  svg.append(drawn("rect", { class: "track", x: 0, y: 6, width: "100%", height: 2 }), ...parts);
  if (high > 1000) svg.append(arrow("›", { x: "100%", "text-anchor": "end" }));
  if (low < 0) svg.append(arrow("‹", { x: 0 }));
  return svg;
}

function arrow(sign, attributes) {
  const text = drawn("text", { class: "on", y: 11, ...attributes });
  text.textContent = sign;
  return text;
}

function range([low, best, high]) {
  const left = Math.max(low, 0);
  return line(
    [
      drawn("rect", { class: "range", x: percent(left), y: 3, width: percent(Math.min(high, 1000) - left), height: 8 }),
      drawn("rect", { class: "best", x: percent(Math.min(best, 994)), y: 0, width: 3, height: 14 }),
    ],
    0,
    high,
  );
}

function change([low, best, high], zero) {
  const left = Math.max(low, 0);
  return line(
    [
      drawn("rect", { class: best >= zero ? "more" : "less", x: percent(Math.min(best, zero)), y: 2, width: percent(Math.abs(best - zero)), height: 10 }),
      drawn("rect", { class: "whisker", x: percent(left), y: 6, width: percent(Math.min(high, 1000) - left), height: 2 }),
      drawn("rect", { class: "zero", x: percent(Math.min(zero, 998)), y: 0, width: 1, height: 14 }),
    ],
    low,
    high,
  );
}

// A sentence in which what stands between backticks is code.
function ticked(text) {
  return text.split(/`([^`]+)`/).map((piece, at) => (at % 2 ? make("code", "", piece) : piece));
}

function content(column, cell, zero) {
  if (cell === "") return [];
  if (column.kind === "number" && cell.includes(" (")) {
    const at = cell.indexOf(" (");
    return [make("span", "", cell.slice(0, at)), " ", make("span", "", cell.slice(at + 1))]; // a range may stand below
  }
  switch (column.kind) {
    case "state":
      return [make("span", `state s-${cell.toLowerCase().replaceAll(" ", "-")}`, cell)];
    case "range":
      return [range(cell), make("span", "ends", cell[3])];
    case "change":
      return [change(cell, zero), make("span", "ends", cell[3])];
    default: {
      const code = column.kind === "code";
      const longest = code ? LONG.code : LONG.text;
      const text = shortened(cell, longest);
      const element = make(code ? "code" : "span", "", ...(code ? [text] : ticked(text)));
      if (Array.from(cell).length > longest) element.title = cell;
      return [element];
    }
  }
}

// ---- an opened row -----------------------------------------------------------------------------

function explained(address) {
  const plain = /^[\w@%+=:,./-]+$/.test(address);
  return `carbongate explain ${plain ? address : `'${address.replaceAll("'", `'"'"'`)}'`}`;
}

function detail(column, cell) {
  switch (column.kind) {
    case "lines":
      return make("ul", "", ...cell.map(([kind, text]) => make("li", "", kind ? make(kind, "", text) : text)));
    case "parts":
      return parts(cell);
    case "code":
      return make("code", "", cell);
    default:
      return make("span", "", ...ticked(cell));
  }
}

function parts(rows) {
  const titles = ["component", "energy, kWh", "operational, kg", "embodied, kg"];
  const head = titles.map((title, at) => {
    const cell = make("th", at ? "number" : "", title);
    cell.scope = "col";
    return cell;
  });
  const body = rows.map(([name, ...numbers]) => {
    const first = make("th", "", name);
    first.scope = "row";
    const cells = numbers.map((text, at) => {
      const cell = make("td", "number", text);
      cell.dataset.title = titles[at + 1];
      return cell;
    });
    return make("tr", "", first, ...cells);
  });
  return make("table", "plain", make("caption", "", "Components"), make("thead", "", make("tr", "", ...head)), make("tbody", "", ...body));
}

function opened(data, row, id) {
  const list = make("dl", "plain");
  let tables = [];
  data.columns.forEach((column, at) => {
    const cell = value(column, row);
    const long = typeof cell === "string" && cell.length > (column.kind === "code" ? LONG.code : LONG.text);
    if (!(column.detail || column.wide || long) || !cell.length) return;
    if (column.kind === "parts") return void tables.push(parts(cell));
    if (column.kind === "range" || column.kind === "change") return;
    const only = column.detail || long ? "" : "narrow";
    list.append(make("div", only, make("dt", "", column.title), make("dd", "", detail(column, cell))));
  });
  const name = value(data.columns[0], row);
  if (data.explain && !name.endsWith("#idle")) {
    list.append(make("div", "", make("dt", "", "take it apart"), make("dd", "", make("code", "", explained(name)))));
  }
  const cell = make("td", "", list, ...tables);
  cell.colSpan = data.columns.filter((column) => !column.detail).length;
  const element = make("tr", "opened", cell);
  element.id = id;
  return element;
}
