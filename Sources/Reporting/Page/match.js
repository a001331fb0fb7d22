// The page of a match run: fills the roster from the data in the page, sorts, filters, and opens a row into
// its explanation. Text enters the page as text nodes only; nothing is ever parsed as markup.
//
// Data, written by MatchPageData:
//   terms [[title, weight, curve]], protocols [name], rules [name], bases [text], patterns [text]
//   roster {rank, id, centre, score, points, abo, gvh, hvg, xm, ieq, ieqP, cd34, protocol, km, cold,
//           warnings, mark (0 none, 1 listed because a rule was set aside, 2 added by hand)}: a list each
//   words [text]: labels, loci, grafts, levels, crossmatch verdicts and the like are places in it
//   details [[facts [[label, value phrase]], parts [[value phrase, rating]], mismatches [confidence,
//            [[locus, gvh, hvg, labels]]], crossmatches [[graft, verdict, [phrase]]], options [[protocol,
//            verdict, timing phrase, reasons, levels [[name, ieq, ieq/kg, p, cd34/kg, p, verdict, reasons]]]],
//            choice [option, level], reasons, marks, reason for adding]]
//   audit {count, people [[id, reasons]]}
//   reason: [rule, verdict (0 pass, 1 review, 2 fail, 3 pass to look at), phrase, remedy phrase, basis]
//   phrase: place of a pattern, or [place, figure...] where U+0001 in the pattern stands for a figure
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const R = data.roster, count = R.id.length;
  const STEP = 100, PRINTED = 500;
  const byId = id => document.getElementById(id);
  const numbers = new Intl.NumberFormat("en-US");
  const UNKNOWN = "–";

  function make(tag, attributes, ...content) {
    const node = document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...content.flat(Infinity).filter(piece => piece !== null && piece !== undefined && piece !== ""));
    return node;
  }
  function picture(tag, attributes, ...content) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...content);
    return node;
  }
  function phrase(code) {
    if (code === null || code === undefined) return "";
    if (!Array.isArray(code)) return data.patterns[code];
    let next = 1;
    return data.patterns[code[0]].replace(/\u0001/g, () => code[next++]);
  }
  const known = value => value !== null && value !== undefined;
  const whole = value => known(value) ? numbers.format(Math.round(value)) : UNKNOWN;
  const fixed = (value, places) => known(value) ? value.toFixed(places) : UNKNOWN;
  const percent = p => !known(p) ? UNKNOWN : p > .995 ? ">99 %" : p < .005 ? "<1 %" : Math.round(p * 100) + " %";
  const millions = value => known(value) ? (value / 1e6).toFixed(1) : UNKNOWN;
  function bar(parts, total) {
    let at = 0;
    const pieces = [picture("rect", { class: "track", x: 0, y: 0, width: 100, height: 10 })];
    parts.forEach(([value, series]) => {
      if (!(value > 0) || !(total > 0)) return;
      const length = 100 * value / total;
      pieces.push(picture("rect", {
        class: "series-" + series % 10 + (series > 9 ? " faded" : ""), x: at.toFixed(3), y: 0,
        width: length.toFixed(3), height: 10 }));
      at += length;
    });
    return picture("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none",
      "aria-hidden": "true", focusable: "false" }, ...pieces);
  }
  const tag = (text, kind) => make("span", { class: kind ? "tag " + kind : "tag" }, text);
  const VERDICTS = [["pass", "good"], ["review", "warn"], ["fail", "bad"], ["look at", "accent"]];
  const CROSSMATCH = { negative: ["neg", "good"], possible: ["poss", "warn"], review: ["review", "warn"],
    positive: ["pos", "bad"] };
  const MARKS = ["", "rule set aside", "added by hand"];

  // ---- Columns -----------------------------------------------------------------------------------------
  function crossmatch(i) {
    return make("span", { class: "pair" }, R.xm[i].map(place => data.words[place]).map(verdict => {
      const [short, kind] = CROSSMATCH[verdict] || [verdict, ""];
      const node = tag(short, kind);
      node.title = verdict;
      return node;
    }));
  }
  const XM_ORDER = ["negative", "possible", "review", "positive"];
  const columns = {
    rank: { key: i => R.rank[i], cell: i => String(R.rank[i]) },
    id: { key: i => R.id[i].toLowerCase() },
    centre: { key: i => (R.centre[i] || "").toLowerCase() || null, cell: i => R.centre[i] || UNKNOWN },
    score: { key: i => R.score[i], down: true,
      cell: i => [make("b", {}, fixed(R.score[i], 1)), bar(R.points[i].map((p, k) => [p, k]), 100)] },
    abo: { key: i => R.abo[i], cell: i => R.abo[i] || UNKNOWN },
    gvh: { key: i => R.gvh[i], cell: i => known(R.gvh[i]) ? String(R.gvh[i]) : UNKNOWN },
    hvg: { key: i => R.hvg[i], cell: i => known(R.hvg[i]) ? String(R.hvg[i]) : UNKNOWN },
    xm: { key: i => Math.max(-1, ...R.xm[i].map(v => XM_ORDER.indexOf(data.words[v]))), cell: crossmatch },
    ieq: { key: i => R.ieq[i], down: true,
      cell: i => [whole(R.ieq[i]), known(R.ieqP[i]) ? make("span", { class: "sub" }, " " + percent(R.ieqP[i])) : ""] },
    cd34: { key: i => R.cd34[i], down: true, cell: i => millions(R.cd34[i]) },
    protocol: { key: i => known(R.protocol[i]) ? data.protocols[R.protocol[i]] : null,
      cell: i => known(R.protocol[i]) ? data.protocols[R.protocol[i]] : UNKNOWN },
    km: { key: i => R.km[i], cell: i => whole(R.km[i]) },
    cold: { key: i => R.cold[i], cell: i => fixed(R.cold[i], 1) },
    warnings: { key: i => R.warnings[i], cell: i => R.warnings[i] ? tag(String(R.warnings[i]), "warn") : "0" },
  };
  data.terms.forEach((term, k) => {
    columns["part" + k] = { key: i => R.points[i][k], down: true, cell: i => fixed(R.points[i][k], 1) };
  });

  // ---- Which rows, in which order ------------------------------------------------------------------------
  let sort = { column: "rank", down: false };
  let order = [];
  let shown = 0;
  const open = new Set();
  const search = byId("search"), filters = ["centre", "abo", "protocol", "attention"].map(n => byId("filter-" + n));
  const haystack = R.id.map((id, i) => (id + " " + (R.centre[i] || "")).toLowerCase());

  function passes(i, words, centre, abo, protocol, attention) {
    if (centre && R.centre[i] !== centre) return false;
    if (abo && R.abo[i] !== abo) return false;
    if (protocol && data.protocols[R.protocol[i]] !== protocol) return false;
    if (attention === "none" && R.warnings[i] > 0) return false;
    if (attention === "some" && R.warnings[i] === 0) return false;
    if (attention === "marked" && R.mark[i] === 0) return false;
    return words.every(word => haystack[i].includes(word));
  }
  function choose() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = filters.map(filter => filter.value);
    order = [];
    for (let i = 0; i < count; i++) if (passes(i, words, ...chosen)) order.push(i);
    const key = columns[sort.column].key, sign = sort.down ? -1 : 1;
    const keys = order.map(key);
    const places = order.map((_, place) => place);
    places.sort((a, b) => {
      const left = keys[a], right = keys[b];
      if (left === right) return order[a] - order[b];
      if (!known(left)) return 1;
      if (!known(right)) return -1;
      return left < right ? -sign : sign;
    });
    order = places.map(place => order[place]);
    byId("rows").replaceChildren();
    shown = 0;
    showMore(STEP);
    byId("clear").disabled = !words.length && chosen.every(value => !value);
    byId("nobody").hidden = order.length > 0;
  }
  function showMore(step) {
    const until = Math.min(order.length, shown + step);
    const piece = document.createDocumentFragment();
    for (; shown < until; shown++) {
      piece.append(row(order[shown]));
      if (open.has(order[shown])) piece.append(detailRow(order[shown]));
    }
    byId("rows").append(piece);
    byId("more").hidden = shown >= order.length;
    const matching = order.length === count ? whole(count) + (count === 1 ? " candidate" : " candidates")
      : whole(order.length) + " of " + whole(count) + " candidates match";
    byId("status").textContent = matching + (shown < order.length ? "; the first " + whole(shown) + " are shown." : ".");
  }

  // ---- Rows ----------------------------------------------------------------------------------------------
  const heads = [...document.querySelectorAll("#roster-table thead th")];
  let layout = [];
  function lay() {
    layout = heads.filter(head => !head.hidden).map(head => [head.dataset.column, head.className]);
  }
  function row(i) {
    const isOpen = open.has(i);
    const node = make("tr", { class: isOpen ? "row open" : "row", "data-i": i });
    for (const [name, classes] of layout) {
      if (name === "id") {
        const opener = make("button", { type: "button", class: "opener", "aria-expanded": isOpen, title: R.id[i] },
          make("bdi", {}, R.id[i]));
        if (isOpen) opener.setAttribute("aria-controls", "detail-" + i);
        node.append(make("th", { scope: "row", class: classes }, opener,
          R.mark[i] ? [" ", tag(MARKS[R.mark[i]], "warn")] : ""));
      } else {
        const cell = make("td", { class: classes }, columns[name].cell(i));
        if (name === "centre" || name === "protocol") cell.title = cell.textContent;
        node.append(cell);
      }
    }
    return node;
  }
  function toggle(rowNode) {
    const i = Number(rowNode.dataset.i), opener = rowNode.querySelector(".opener");
    if (open.delete(i)) {
      rowNode.nextElementSibling.remove();
      opener.removeAttribute("aria-controls");
    } else {
      open.add(i);
      rowNode.after(detailRow(i));
      opener.setAttribute("aria-controls", "detail-" + i);
    }
    rowNode.classList.toggle("open", open.has(i));
    opener.setAttribute("aria-expanded", open.has(i));
  }

  // ---- What opens beneath a row --------------------------------------------------------------------------
  function innerTable(label, titles, rows) {
    const numeric = titles.map(title => title.startsWith("#"));
    return make("div", { class: "inner-scroll" }, make("table", { class: "inner", "aria-label": label },
      make("thead", {}, make("tr", {}, titles.map((title, k) =>
        make("th", { scope: "col", class: numeric[k] ? "number" : "" }, title.replace("#", ""))))),
      make("tbody", {}, rows.map(cells => make("tr", {}, cells.map((cell, k) =>
        make(k ? "td" : "th", k ? { class: numeric[k] ? "number" : "" } : { scope: "row" }, cell)))))));
  }
  function reasonList(reasons) {
    return make("ul", { class: "reasons" }, reasons.map(([rule, verdict, detail, remedy, basis]) => make("li", {},
      tag(...VERDICTS[verdict]),
      make("div", {},
        make("span", { class: "rule" }, data.rules[rule]), phrase(detail),
        known(remedy) ? make("span", { class: "remedy" }, make("strong", {}, "Needed: "), phrase(remedy)) : "",
        known(basis) ? make("span", { class: "basis" }, data.bases[basis]) : ""))));
  }
  function ruled(reasons, i) {
    const weight = [0, 2, 3, 1];
    const open = reasons.filter(reason => reason[1] !== 0).sort((a, b) => weight[b[1]] - weight[a[1]]);
    const passed = reasons.filter(reason => reason[1] === 0);
    const parts = [open.length ? reasonList(open)
      : make("p", { class: "sub" }, i < data.explained ? "Every rule holds." : "No rule asks for a look.")];
    if (passed.length) {
      parts.push(make("details", {},
        make("summary", {}, passed.length === 1 ? "1 rule that holds" : passed.length + " rules that hold"),
        reasonList(passed)));
    }
    return parts;
  }
  const block = (classes, title, ...content) => make("section", { class: classes }, make("h3", {}, title), content);

  function scoreBlock(i, parts) {
    return block("", "Score " + fixed(R.score[i], 2) + " of 100", innerTable("Parts of the score",
      ["Attribute", "Value", "#Rating", "#Points", "Of its weight"],
      data.terms.map(([title, weight, curve], k) => {
        const name = make("span", { title: curve }, title);
        const value = known(parts[k][0]) ? phrase(parts[k][0]) : make("span", { class: "unknown" }, "unknown");
        const points = fixed(R.points[i][k], 2) + " / " + weight;
        return [name, value, fixed(parts[k][1], 2), points, bar([[R.points[i][k], k]], weight)];
      })));
  }
  function doseBlock(options, choice) {
    const rows = [];
    options.forEach(([protocol, verdict, , , levels], o) => levels.forEach((level, l) => {
      const isChosen = choice && choice[0] === o && choice[1] === l;
      const whole_ = Math.max(verdict, level[6]);
      rows.push([[data.protocols[protocol] + ", " + data.words[level[0]], isChosen ? [" ", tag("shown", "accent")] : ""],
        whole(level[2]), whole(level[1]), percent(level[3]), millions(level[4]), percent(level[5]),
        tag(...VERDICTS[whole_])]);
    }));
    return block("broad", "Doses and how likely this donor meets them", innerTable("Doses",
      ["Protocol, level", "#IEQ/kg", "#IEQ", "#Probability", "#CD34+ 10⁶/kg", "#Probability", "Verdict"], rows));
  }
  function hlaBlock(mismatches) {
    if (!mismatches) return block("slim", "HLA", make("p", { class: "unknown" }, "The typing of one side is missing."));
    return block("slim", "HLA mismatches (" + data.words[mismatches[0]] + ")", innerTable("Mismatches by locus",
      ["Locus", "#GvH", "#HvG", "Positions"],
      mismatches[1].map(([locus, gvh, hvg, labels]) => [data.words[locus],
        known(gvh) ? String(gvh) : UNKNOWN, known(hvg) ? String(hvg) : UNKNOWN, labels.map(place => data.words[place]).map(label =>
        [tag(label, label === "match" ? "good" : label === "antigen" ? "bad" : "warn"), " "])])));
  }
  function personBlock(facts, crossmatches, marks, added) {
    const notes = marks.map(rule => make("p", {}, tag("set aside", "warn"), " ", make("code", {}, rule)));
    if (added) notes.push(make("p", {}, tag("added by hand", "warn"), " ", added));
    return block("", "Candidate", notes, make("dl", { class: "facts" },
      facts.map(([label, value]) => [make("dt", {}, data.words[label]),
        make("dd", known(value) ? {} : { class: "unknown" }, known(value) ? phrase(value) : "unknown")]),
      crossmatches.map(([graft, verdict, hits]) => [make("dt", {}, "Crossmatch, " + data.words[graft]),
        make("dd", {}, tag(data.words[verdict], (CROSSMATCH[data.words[verdict]] || ["", ""])[1]),
          hits.map(hit => make("span", { class: "note" }, phrase(hit))))])));
  }
  function detailRow(i) {
    const [facts, parts, mismatches, crossmatches, options, choice, reasons, marks, added] = data.details[i];
    const rules = [block("full", "Rules for this pair", ruled(reasons, i))];
    options.forEach(([protocol, , timing, own, levels]) => {
      const all = own.concat(...levels.map(level => level[7]));
      rules.push(block("", "Protocol " + data.protocols[protocol],
        timing !== null ? make("p", { class: "sub" }, phrase(timing)) : "", ruled(all, i)));
    });
    const body = make("div", { class: "detail-body", role: "region", "aria-label": "Explanation for " + R.id[i] },
      scoreBlock(i, parts),
      personBlock(facts, crossmatches, marks, added),
      options.length ? doseBlock(options, choice) : "", hlaBlock(mismatches), rules,
      i < data.explained ? "" : make("p", { class: "full sub" },
        "Rules that hold are left out here to keep the file small; tandem explain shows them for any pair."));
    return make("tr", { class: "detail", id: "detail-" + i }, make("td", { colspan: layout.length }, body));
  }

  // ---- Sorting -------------------------------------------------------------------------------------------
  function sortBy(name) {
    sort = { column: name, down: sort.column === name ? !sort.down : Boolean(columns[name].down) };
    markSorted();
    choose();
  }
  function markSorted() {
    for (const head of heads) {
      if (head.dataset.column === sort.column) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  // ---- The audit list ------------------------------------------------------------------------------------
  const people = data.audit.people;
  let audited = [], auditShown = 0;
  function chooseAudit() {
    const word = byId("audit-search").value.toLowerCase().trim();
    const rule = byId("audit-rule").value;
    audited = people.filter(([id, reasons]) => (!word || id.toLowerCase().includes(word))
      && (!rule || reasons.some(reason => data.rules[reason[0]] === rule)));
    auditShown = 0;
    byId("audit-list").replaceChildren();
    showMoreAudit(25);
  }
  function showMoreAudit(step) {
    const until = Math.min(audited.length, auditShown + step);
    for (; auditShown < until; auditShown++) {
      const [id, reasons] = audited[auditShown];
      byId("audit-list").append(make("li", {}, make("bdi", {}, id), reasonList(reasons)));
    }
    byId("audit-more").hidden = auditShown >= audited.length;
    byId("audit-status").textContent = whole(audited.length) + " of " + whole(people.length) + " people here"
      + (auditShown < audited.length ? "; the first " + whole(auditShown) + " are shown." : ".");
  }

  // ---- Beginning -----------------------------------------------------------------------------------------
  function offer(id, values) {
    const select = byId(id);
    for (const value of [...new Set(values)].filter(known).sort()) select.append(make("option", { value }, value));
  }
  const listen = (id, event, action) => byId(id).addEventListener(event, action);
  if (byId("rows")) {
    offer("filter-centre", R.centre);
    offer("filter-abo", R.abo);
    offer("filter-protocol", R.protocol.map(place => data.protocols[place]));
    lay();
    markSorted();
    choose();
    for (const control of [search, ...filters]) control.addEventListener("input", choose);
    listen("controls", "submit", event => event.preventDefault());
    listen("clear", "click", () => {
      search.value = "";
      for (const filter of filters) filter.value = "";
      choose();
      search.focus();
    });
    listen("with-parts", "change", event => {
      for (const head of heads) if (head.dataset.column.startsWith("part")) head.hidden = !event.target.checked;
      if (!event.target.checked && sort.column.startsWith("part")) sort = { column: "rank", down: false };
      byId("roster-table").parentNode.classList.toggle("scrolls", event.target.checked);
      lay();
      markSorted();
      choose();
    });
    for (const head of heads) {
      const button = head.querySelector("button");
      if (button) button.addEventListener("click", () => sortBy(head.dataset.column));
    }
    listen("rows", "click", event => {
      const rowNode = event.target.closest("tr.row");
      const isSelecting = String(getSelection()) !== "" && !event.target.closest(".opener");
      if (rowNode && !isSelecting) toggle(rowNode);
    });
    listen("rows", "keydown", event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !event.target.classList.contains("opener")) return;
      const openers = [...byId("rows").querySelectorAll(".opener")];
      const next = openers[openers.indexOf(event.target) + step];
      if (next) { event.preventDefault(); next.focus(); }
    });
    listen("show-more", "click", () => showMore(STEP));
    listen("show-all", "click", () => showMore(order.length));
    new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting) && shown < order.length) showMore(STEP);
    }, { rootMargin: "600px" }).observe(byId("more"));
    addEventListener("beforeprint", () => { if (shown < PRINTED) showMore(PRINTED - shown); });
  }
  if (byId("audit-list")) {
    offer("audit-rule", people.flatMap(([, reasons]) => reasons.map(reason => data.rules[reason[0]])));
    chooseAudit();
    listen("audit-controls", "submit", event => event.preventDefault());
    for (const id of ["audit-search", "audit-rule"]) listen(id, "input", chooseAudit);
    listen("audit-show-more", "click", () => showMoreAudit(100));
  }
  for (const node of document.querySelectorAll("[data-needs-script]")) node.hidden = false;
})();
