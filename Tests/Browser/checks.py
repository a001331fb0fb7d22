"""What must hold of the pages in a real browser. Takes the folder with the pages."""

import csv
import io
import json
import pathlib
import sys

from browser import Browser

FOLDER = pathlib.Path(sys.argv[1]).resolve()
TAB, ENTER, DOWN = "\ue004", "\ue007", "\ue015"
ROWS = "return [...document.querySelectorAll('tr.row')]"
failures = []


def expect(condition, sentence):
    print(("ok      " if condition else "FAILED  ") + sentence)
    if not condition:
        failures.append(sentence)


def load(browser, page):
    browser.open((FOLDER / f"{page}.html").as_uri())


def column(browser, name):
    place = browser.run(
        "return [...document.querySelectorAll('#roster-table thead th')].filter(h => !h.hidden)"
        ".findIndex(h => h.dataset.column === arguments[0])", name)
    return browser.run(ROWS + ".map(r => r.children[arguments[0]].textContent.trim())", place)


def sort(browser, name):
    browser.run("document.querySelector(`th[data-column=\"${arguments[0]}\"] button`).click()", name)
    return browser.run(
        "return [...document.querySelectorAll('th[aria-sort]')].map(h => [h.dataset.column, h.ariaSort])")


def choose(browser, control, value):
    browser.run(
        "const c = document.getElementById(arguments[0]); c.value = arguments[1];"
        "c.dispatchEvent(new Event('input', {bubbles: true}))", control, value)


def text(browser, control):
    return browser.run("return document.getElementById(arguments[0]).textContent", control)


def check_sorting(browser):
    load(browser, "plain")
    expect(column(browser, "rank")[:3] == ["1", "2", "3"], "the roster begins in order of rank")
    expect(sort(browser, "score") == [["score", "descending"]], "a click on Score sorts from the top, said by aria-sort")
    expect(sort(browser, "score") == [["score", "ascending"]], "a second click turns the order round")
    scores = [float(cell) for cell in column(browser, "score")]
    expect(scores == sorted(scores), "scores ascend")
    sort(browser, "km")
    expect("–" not in column(browser, "km")[:50], "the unknown does not come first")
    browser.run("document.getElementById('show-all').click()")
    distances = column(browser, "km")
    known = [float(cell.replace(",", "")) for cell in distances if cell != "–"]
    expect(known == sorted(known) and len(known) < len(distances), "distances ascend")
    expect(all(cell == "–" for cell in distances[len(known):]), "the unknown comes last")
    sort(browser, "km")
    distances = column(browser, "km")
    expect(distances[0] != "–", "the unknown comes last in the other order as well")
    browser.run("document.getElementById('with-parts').click()")
    expect(sort(browser, "part0") == [["part0", "descending"]], "parts of the score become columns and sort")
    browser.run("document.getElementById('with-parts').click()")
    expect(column(browser, "rank")[:2] == ["1", "2"], "hiding them goes back to the order of rank")


def check_filtering(browser):
    load(browser, "plain")
    choose(browser, "filter-centre", "Lille")
    browser.run("document.getElementById('show-all').click()")
    expect(set(column(browser, "centre")) == {"Lille"}, "a centre alone")
    both = len(column(browser, "abo"))
    choose(browser, "filter-abo", "O")
    expect(set(column(browser, "abo")) == {"O"} and len(column(browser, "abo")) < both, "filters join")
    expect("of 240 candidates match" in text(browser, "status"), "the number of matches is said")
    choose(browser, "search", "nobody like this")
    expect(not column(browser, "rank"), "a search may find nobody")
    expect(browser.run("return !document.getElementById('nobody').hidden"), "and then says so")
    browser.run("document.getElementById('clear').click()")
    expect(text(browser, "status").startswith("240 candidates"), "clearing shows all again")
    expect(browser.run("return document.activeElement.id") == "search", "the focus is on the search field then")
    choose(browser, "search", "R-100012")
    expect(browser.run(ROWS + ".map(r => r.querySelector('.opener').textContent)") == ["R-100012"], "one person by id")
    choose(browser, "search", "")
    choose(browser, "filter-attention", "none")
    expect(set(column(browser, "warnings")) == {"0"}, "those without warnings")


def check_opening(browser):
    load(browser, "plain")
    browser.run("document.querySelector('.opener').focus()")
    browser.keys(ENTER)
    expect(browser.run("return document.querySelectorAll('tr.detail').length") == 1, "Enter opens a row")
    state = browser.run(
        "const b = document.querySelector('.opener');"
        "return [b.ariaExpanded, !!document.getElementById(b.getAttribute('aria-controls'))]")
    expect(state == ["true", True], "a screen reader learns of it")
    detail = browser.run("return document.querySelector('tr.detail').innerText.toLowerCase()")
    for word in ["score", "severe hypos", "doses", "mdr-101-pattern", "hla mismatches", "rules for this pair",
                 "rules that hold", "crossmatch"]:
        expect(word in detail, f"the explanation has: {word}")
    total = browser.run(
        "const score = parseFloat(document.querySelector('tr.row .score b').textContent);"
        "const points = [...document.querySelectorAll('.with-bars tbody td:nth-child(4)')]"
        ".map(c => parseFloat(c.textContent)); return Math.abs(score - points.reduce((a, b) => a + b))")
    expect(total < 0.1, "the parts shown add up to the score")
    browser.keys(DOWN)
    expect(browser.run("return [...document.querySelectorAll('.opener')].indexOf(document.activeElement)") == 1,
           "the arrow key goes to the next candidate")
    browser.run("document.querySelectorAll('.opener')[1].click()")
    expect(browser.run("return document.querySelectorAll('tr.detail').length") == 2, "two rows may be open")
    sort(browser, "score")
    expect(browser.run("return document.querySelectorAll('tr.detail').length") == 2, "sorting keeps them open")
    browser.run("document.querySelectorAll('.opener').forEach(b => b.ariaExpanded === 'true' && b.click())")
    expect(browser.run("return document.querySelectorAll('tr.detail').length") == 0, "a second click closes")


def check_audit(browser):
    load(browser, "plain")
    browser.run("document.getElementById('audit-people').open = true")
    expect(browser.run("return document.querySelectorAll('#audit-list > li').length") == 25, "the audit list begins short")
    choose(browser, "audit-rule", "indication.gfr")
    rules = browser.run(
        "return [...document.querySelectorAll('#audit-list > li')]"
        ".every(p => [...p.querySelectorAll('.rule')].some(r => r.textContent === 'indication.gfr'))")
    expect(rules, "a rule alone")
    choose(browser, "audit-search", "S-200003")
    roster = browser.run(ROWS + ".some(r => r.textContent.includes('S-2'))")
    expect(not roster, "nobody screened out is on the roster")


def check_hostile(browser):
    load(browser, "hostile")
    browser.run("document.querySelectorAll('.opener').forEach(b => b.click());"
                "document.getElementById('audit-people').open = true")
    expect(browser.run("return document.title").startswith("Match run for <script>"), "no name ran as a script")
    strange = browser.run("return document.querySelectorAll('#roster-table img, #rows script, bdi b, bdi script').length")
    expect(strange == 0, "no name became markup")
    names = browser.run(ROWS + ".map(r => r.querySelector('.opener').textContent)")
    expect("<script>document.title='run'</script>" in names, "names are shown as they are")
    expect(browser.run("return document.documentElement.scrollWidth <= innerWidth"), "a name of 200 letters does not widen the page")
    made = browser.run(
        "const s = document.createElement('script'); s.textContent = 'document.title = \"smuggled\"';"
        "document.body.append(s); return document.title")
    expect(made != "smuggled", "the policy of the page stops a script that got in")
    fetched = browser.run("return fetch('https://example.org/').then(() => 'fetched', () => 'stopped')")
    expect(fetched == "stopped", "and any fetch")
    browser.log("browser")


def check_layout(browser):
    for page in ["plain", "hostile", "nobody"]:
        for width in [1440, 1250, 1024, 910, 768, 390]:
            browser.size(width, 900)
            load(browser, page)
            browser.run("document.querySelectorAll('.opener')[1]?.click()")
            wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            expect(wide <= 0, f"{page} fits a window of {width}")
    browser.size(1280, 900)


def contrast(browser, scheme):
    """The lowest contrast (WCAG 2) of any text with what lies behind it."""
    browser.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    return browser.run("""
      const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      const behind = node => {
        for (; node; node = node.parentElement) {
          const c = parse(getComputedStyle(node).backgroundColor);
          if (c.length === 3 || c[3] > .99) return c;
        }
        return [255, 255, 255];
      };
      let lowest = [99, ''];
      for (const node of document.querySelectorAll('body *')) {
        const own = [...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own || !node.offsetParent || node.closest('script, [disabled], option')) continue;
        const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < lowest[0]) lowest = [ratio, node.tagName + '.' + node.className];
      }
      return lowest""")


def check_reading(browser):
    load(browser, "plain")
    browser.run("document.querySelectorAll('.opener')[1].click();"
                "document.querySelectorAll('details').forEach(d => d.open = true)")
    for scheme in ["light", "dark"]:
        ratio, where = contrast(browser, scheme)
        expect(ratio >= 4.5, f"text stands out in {scheme} colours: {ratio:.2f} at {where}")
    browser.command("Emulation.setEmulatedMedia", features=[])
    nameless = browser.run(
        "return [...document.querySelectorAll('button, input, select')].filter(c => !c.closest('[hidden]') && "
        "!(c.textContent.trim() || c.ariaLabel || c.labels?.length)).length")
    expect(nameless == 0, "every control has a name")
    expect(browser.run("return document.querySelector('#roster-table caption') !== null"), "the table has a caption")
    expect(browser.run(ROWS + ".every(r => r.querySelector('th[scope=row]'))"), "every row has its heading")
    load(browser, "plain")
    browser.keys(TAB)
    expect(browser.run("return document.activeElement.className") == "skip", "the first Tab offers to go to the roster")


def check_size(browser):
    load(browser, "large")
    expect(text(browser, "status").startswith("20,000 candidates"), "20,000 candidates are there")
    rows = browser.run(ROWS + ".length")
    expect(100 <= rows <= 500, f"only some are drawn: {rows}")
    sort(browser, "cold")
    times = browser.run(
        "const took = []; for (const name of ['score', 'km', 'id']) { const t = performance.now();"
        "document.querySelector(`th[data-column=${name}] button`).click(); took.push(performance.now() - t); }"
        "return Math.max(...took)")
    print(f"        the slowest sort of 20,000 took {times:.0f} ms")
    late = browser.run(
        "document.getElementById('search').value = 'R-119';"
        "document.getElementById('search').dispatchEvent(new Event('input'));"
        "document.querySelectorAll('.opener')[0].click(); return document.querySelector('tr.detail').innerText")
    expect("tandem explain shows them for any pair" in late, "what is left out of a long roster is said where it is missing")


def check_print(browser):
    load(browser, "plain")
    browser.run("document.querySelector('.opener').click()")
    browser.command("Emulation.setEmulatedMedia", media="print")
    shown = browser.run(
        "return ['#controls', '#more', '.skip'].filter(s => getComputedStyle(document.querySelector(s)).display !== 'none')")
    expect(shown == [], "controls are not printed")
    expect(browser.run("return getComputedStyle(document.querySelector('th[data-column=km]')).display") == "table-cell",
           "every column is")
    browser.command("Emulation.setEmulatedMedia", media="")


def check_without_script(browser):
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    load(browser, "plain")
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    expect(len(browser.run(ROWS)) == 50, "without scripts the first rows are there")
    expect(browser.run("return document.getElementById('controls').hidden"), "and no controls that would do nothing")


def check_simulations(browser):
    for page, pictures in [("simulation", 8), ("sweep", 7), ("placement", 8), ("comparison", 2)]:
        for width in [1280, 390]:
            browser.size(width, 900)
            load(browser, page)
            wide = browser.run("return document.documentElement.scrollWidth")
            expect(wide <= width, f"{page} fits in {width} pixels ({wide})")
        browser.size(1280, 900)
        load(browser, page)
        named = browser.run("return [...document.querySelectorAll('svg.picture')].map(p => p.ariaLabel || '')")
        expect(len(named) >= pictures and all(named), f"{page} has {len(named)} pictures, each with a name")
        first = browser.run("return document.querySelector('main').firstElementChild.id")
        expect(first == "words", f"{page} begins with its summary")
        files = browser.run(
            "return [...document.querySelectorAll('a[download]')].map(a => [a.download, a.href.slice(0, 30), "
            "atob(a.href.split('base64,')[1]).split('\\r\\n').length])")
        expect(len(files) >= pictures and all(href.startswith("data:") for _, href, _ in files),
               f"{page} holds {len(files)} files of numbers")
        expect(all(lines > 1 for name, _, lines in files if name.endswith(".csv")), "none of the tables is empty")
        outside = browser.run(
            "return [...document.querySelectorAll('svg.picture')].filter(p => { const b = p.getBoundingClientRect();"
            "return [...p.querySelectorAll('text')].some(t => { const r = t.getBoundingClientRect();"
            "return r.left < b.left - 24 || r.right > b.right + 24; }); }).map(p => p.ariaLabel)")
        expect(outside == [], f"no words of {page} leave their picture {outside}")


def check_simulation_reading(browser):
    """Colours, keyboard and words of the pages of simulations and comparisons."""
    for page in ["simulation", "sweep", "placement", "comparison"]:
        load(browser, page)
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        for scheme in ["light", "dark"]:
            ratio, where = contrast(browser, scheme)
            expect(ratio >= 4.5, f"text of {page} stands out in {scheme} colours: {ratio:.2f} at {where}")
            faint = browser.run(
                "return [...document.querySelectorAll('svg.picture text')].filter(t => getComputedStyle(t).fill"
                " === getComputedStyle(document.querySelector('.panel')).backgroundColor).length")
            expect(faint == 0, f"no word of a picture of {page} is as pale as its ground in {scheme} colours")
        browser.command("Emulation.setEmulatedMedia", features=[])
        load(browser, page)
        browser.keys(TAB)
        expect(browser.run("return document.activeElement.className") == "skip", f"the first Tab of {page} skips")
        reached = set()
        for _ in range(60):
            browser.keys(TAB)
            reached.add(browser.run(
                "const e = document.activeElement; return e.getAttribute('download') || e.tagName"))
        files = set(browser.run("return [...document.querySelectorAll('a[download]')].map(a => a.download)"))
        expect(files <= reached, f"every file of {page} is reached with the keyboard {sorted(files - reached)[:3]}")
        headings = browser.run("return [...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
        expect(headings[0] == 1 and all(b - a <= 1 for a, b in zip(headings, headings[1:])),
               f"the headings of {page} leave out no level")
        tables = browser.run(
            "return [...document.querySelectorAll('table')].every(t => t.querySelector('th[scope=col]') &&"
            "[...t.querySelectorAll('tbody tr')].every(r => r.querySelector('th')))")
        expect(tables, f"every row and column of the tables of {page} has its heading")
    load(browser, "simulation")
    browser.run("document.querySelector('summary').focus()")
    browser.keys(ENTER)
    expect(browser.run("return document.querySelector('details').open"), "Enter opens the table of all measures")


def check_saving(browser):
    """The numbers behind a picture are those that it shows, in a form that spreadsheets read."""
    load(browser, "simulation")
    table = browser.run(
        "const a = [...document.querySelectorAll('a[download]')].find(a => a.download === 'results.csv');"
        "return new TextDecoder().decode(Uint8Array.from(atob(a.href.split('base64,')[1]), c => c.charCodeAt(0)))")
    rows = list(csv.DictReader(io.StringIO(table)))
    transplants = [row for row in rows if row["measure"] == "transplants_per_year"]
    expect([row["policy"] for row in transplants] == ["balanced", "waiting-time"], "the saved table has both policies")
    expect(transplants[1]["difference"] != "", "and their difference")
    shown = browser.run("return document.querySelector('.words').innerText")
    expect(f"{float(transplants[0]['mean']):.1f} transplants a year" in shown, "its mean is that of the words")
    document = json.loads(browser.run(
        "const a = [...document.querySelectorAll('a[download]')].find(a => a.download === 'results.json');"
        "return new TextDecoder().decode(Uint8Array.from(atob(a.href.split('base64,')[1]), c => c.charCodeAt(0)))"))
    mean = document["policies"][0]["measures"]["transplants_per_year"]["mean"]
    expect(abs(mean - float(transplants[0]["mean"])) < 1e-12, "the saved document says the same")


def check_plan(browser):
    """The page of a plan says what the plan's file says, to everybody, on any window and on paper."""
    plan = json.loads((FOLDER / "plan.json").read_text())
    load(browser, "plan")
    cards = dict(browser.run(
        "return [...document.querySelectorAll('.plan-donor')].map(c => [c.querySelector('h3 bdi').textContent, c.innerText])"))
    expect(set(cards) == {a["donor"] for a in plan["assignments"]}, "every donor who gives has a card")
    for a in plan["assignments"]:
        card = cards[a["donor"]]
        words = [a["recipient"], a["protocol"], f'{round(a["islet_ieq_per_kg"]):,} IEQ/kg', f'{round(a["islet_ieq"]):,} IEQ',
                 f'{a["cd34_per_kg"] / 1e6:.1f} × 10⁶/kg', f'floor {a["cd34_floor_per_kg"] / 1e6:.1f}',
                 f'target {a["cd34_target_per_kg"] / 1e6:.1f}', f'{a["loss"]["amount"]:.2f}']
        words += [standby["recipient"] for standby in a["standbys"]]
        missing = [word for word in words if word not in card]
        expect(missing == [], f'the card of {a["donor"]} tells what {a["recipient"]} gets {missing}')
    binds = browser.run("return document.getElementById('binds-title').parentElement.innerText")
    priced = [limit for limit in plan["limits"] if limit["price"] > 0]
    expect(priced and all(limit["price"] > 0 for limit in plan["shares"]), "beds and shares of this plan have prices")
    for limit in priced:
        expect(f'{limit["price"]:.2f} points' in binds, f'the price of a bed at {limit["place"]} is shown')
    for share in plan["shares"]:
        row = browser.run(
            "return [...document.querySelectorAll('#binds-title ~ table tbody tr')].map(r => r.innerText)"
            ".find(t => t.startsWith('Share ' + arguments[0]))", share["name"])
        expect(f'{share["price"]:.2f} points' in row and f'{100 * share["at_least"]:.1f} % or more' in row,
               f'what one place less for {share["name"]} is worth is shown')
    expect("The price of fairness" in binds and "One more donor like" in binds, "so are that of fairness and of a donor")
    outcome = browser.run("return document.querySelector('.notes').innerText")
    expect("the best plan there is" in outcome and f'{plan["certified_bound"]:.2f} points' in outcome
           and "tandem verify" in outcome, "what is proven, and by what, is said in words")
    left = browser.run("return document.getElementById('left-title').parentElement.innerText")
    expect(f'Left out: {len(plan["left_out"])} recipients' in left and "comorbidities (HCT-CI)" in left,
           "those left out are counted by reasons in words")
    groups = browser.run("return document.querySelectorAll('#groups-title ~ table tbody tr').length")
    expect(groups == len(plan["groups"]), "every group has a line")
    expect(browser.run("return document.querySelectorAll('bdi b').length") == 0, "no name of a plan became markup")


def check_plan_reading(browser):
    """Windows, colours, keyboard and paper."""
    for page in ["plan", "no-plan"]:
        for width in [1440, 1150, 1024, 768, 720, 390, 320]:
            browser.size(width, 900)
            load(browser, page)
            wide = browser.run("return document.documentElement.scrollWidth")
            expect(wide <= width, f"{page} fits a window of {width} ({wide})")
            browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
            wide = browser.run("return document.documentElement.scrollWidth")
            expect(wide <= width, f"{page} fits a window of {width} with everything open ({wide})")
            cut = browser.run(
                "return [...document.querySelectorAll('.inner-scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length")
            expect(cut == 0 or 720 < width <= 980, f"no figure of {page} is cut off at {width}")
        browser.size(1280, 900)
        load(browser, page)
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        for scheme in ["light", "dark"]:
            ratio, where = contrast(browser, scheme)
            expect(ratio >= 4.5, f"text of {page} stands out in {scheme} colours: {ratio:.2f} at {where}")
        browser.command("Emulation.setEmulatedMedia", features=[])
        load(browser, page)
        browser.keys(TAB)
        expect(browser.run("return document.activeElement.className") == "skip", f"the first Tab of {page} skips")
        headings = browser.run("return [...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
        expect(headings[0] == 1 and all(b - a <= 1 for a, b in zip(headings, headings[1:])),
               f"the headings of {page} leave out no level")
        tables = browser.run(
            "return [...document.querySelectorAll('table')].every(t => t.querySelector('th[scope=col]') &&"
            "[...t.querySelectorAll('tbody tr:not(.extra)')].every(r => r.querySelector('th[scope=row]')))")
        expect(tables, f"every row and column of the tables of {page} has its heading")
    load(browser, "plan")
    count = browser.run("return document.querySelectorAll('summary').length")
    seen = set()
    for _ in range(count + 3):
        browser.keys(TAB)
        seen.add(browser.run("return [...document.querySelectorAll('summary')].indexOf(document.activeElement)"))
    expect(set(range(count)) <= seen, f"the keyboard reaches all {count} parts that open")
    browser.run("document.querySelector('.plan-donor summary').focus()")
    browser.keys(ENTER)
    expect(browser.run("return document.querySelector('.plan-donor details').open"), "Enter opens the points of a recipient")
    load(browser, "plan")
    browser.command("Emulation.setEmulatedMedia", media="print")
    shown = browser.run(
        "return [...document.querySelectorAll('.plan-donor tbody th bdi')].every(n => n.getClientRects().length)")
    expect(shown, "every recipient is named on paper")
    expect(browser.run("return getComputedStyle(document.querySelector('.plan-donor table')).display") == "table",
           "and tables stay tables there")
    browser.command("Emulation.setEmulatedMedia", media="")


def check_quiet(browser):
    messages = [message for message in browser.log("browser")]
    expect(messages == [], f"nothing was logged as an error {messages[:3]}")
    events = [json.loads(entry)["message"] for entry in browser.log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    outside = [url for url in asked if not url.startswith(("file:", "data:"))]
    expect(outside == [], f"no page asked anything of a network {outside[:3]}")


with Browser() as browser:
    browser.size(1280, 900)
    for check in [check_sorting, check_filtering, check_opening, check_audit, check_layout, check_reading, check_size,
                  check_print, check_without_script, check_simulations,
                  check_simulation_reading, check_saving, check_plan, check_plan_reading]:
        check(browser)
    check_quiet(browser)
    check_hostile(browser)
if failures:
    raise SystemExit(f"{len(failures)} failed")
