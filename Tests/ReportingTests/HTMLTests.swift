import ReportSamples
import TandemChance
import TandemFiles
import TestSupport
import Testing

@testable import TandemReporting

struct HTMLTests {
  @Test func `text and attributes are escaped`() {
    let html = Tag.p(.tooltip("\"><script>"), .ariaLabel("'&'")) { "<b> & \"quotes\" 'single'" }
    #expect(
      html.markup == "<p title=\"&quot;&gt;&lt;script&gt;\" aria-label=\"&#39;&amp;&#39;\">"
        + "&lt;b&gt; &amp; &quot;quotes&quot; &#39;single&#39;</p>")
  }

  @Test func `control characters, which HTML does not allow, are replaced`() {
    #expect(Tag.p { "a\u{0}b\u{1B}c\u{85}d\ne" }.markup == "<p>a\u{FFFD}b\u{FFFD}c\u{FFFD}d\ne</p>")
  }

  @Test func `void elements have no end, flags no value`() {
    #expect(Tag.input(.id("x"), .flag("hidden")).markup == "<input id=\"x\" hidden>")
  }

  @Test(
    "content is built with conditions and loops",
    arguments: [
      (0, "<ul>none</ul>"), (2, "<ul><li>1</li><li>2</li></ul>"),
      (3, "<ul><li>1</li><li>2</li><li>3</li>!</ul>"),
    ])
  func building(count: Int, expected: String) {
    let html = Tag.ul {
      for number in 0..<count { Tag.li { String(number + 1) } }
      if count == 0 { "none" }
      if count > 2 { "!" }
    }
    #expect(html.markup == expected)
  }

  @Test func `data cannot leave its island`() throws {
    let hostile = "</script><!--<script>\u{2028}&amp;"
    let markup = HTML.island(id: "data", .object([("a", .string(hostile))])).markup
    let inside = markup.drop { $0 != "{" }.prefix { $0 != "<" }
    #expect(!inside.contains("<") && !inside.contains(">") && !inside.contains("&"))
    let read = try JSON5Node.read(String(inside), path: "island")
    guard case .object(let members) = read.content else {
      Issue.record("no object")
      return
    }
    #expect(members.first?.value.summary == hostile)
  }

  @Test(
    "base 64 is that of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, expected: String) {
    #expect(Base64.text(Array(text.utf8)) == expected)
  }

  @Test func `a bar's parts add up and stay inside`() {
    let markup = StackedBar([25, 25, 0, -3], whole: 100).html.markup
    #expect(markup.contains("x=\"0\" y=\"0\" width=\"25\""))
    #expect(markup.contains("x=\"25\" y=\"0\" width=\"25\""))
    #expect(markup.components(of: "<rect") == 3)
    #expect(StackedBar([1], whole: 0).html.markup.components(of: "<rect") == 1)
  }

  @Test func `a phrase is put together again as it was, control characters aside`() throws {
    let pieces = [
      "412,000 IEQ", " x ", "30.042", ", ", "3.", "A*02:01", "\u{1}", "²", "٣", "é", "1,", "..5", "\n",
    ]
    withEvery(2000) { chance in
      let text = (0..<Int.random(in: 0...6, using: &chance)).map { _ in pieces.randomElement(using: &chance)!
      }
      .joined()
      var book = Phrasebook()
      _ = book.phrase("before 7")
      let clean = text.unicodeScalars.map { $0 == "\n" ? " " : $0 == "\u{1}" ? "\u{FFFD}" : String($0) }
        .joined()
      let code = book.phrase(text)
      try hold(together(code, book.patterns) == clean, "\(text) became \(code.text())")
    }
  }

  /// What the page's script does with a phrase.
  private func together(_ code: JSON, _ patterns: [String]) -> String {
    switch code {
    case .integer(let place): return patterns[place]
    case .array(let parts):
      guard case .integer(let place)? = parts.first else { return "no pattern" }
      var figures = parts.dropFirst()
      return patterns[place].unicodeScalars.map { scalar in
        guard scalar == "\u{1}" else { return String(scalar) }
        guard case .string(let figure)? = figures.popFirst() else { return "no figure" }
        return figure
      }.joined()
    default: return "no phrase"
    }
  }
}

struct MatchPageTests {
  @Test func `a page fetches nothing and runs nothing but its own script`() {
    let text = MatchPage(SampleMatch.report(listed: 60, screenedOut: 40, hostile: true, expedited: true)).text
    #expect(text.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
    #expect(text.components(of: "<script") == 2, "the island and the script")
    for word in [
      "<img", "<iframe", "<link", "<object", "<b>", "http://", "https://", "@import", "url(", "innerHTML",
    ] {
      let without = text.replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!without.contains(word), "\(word)")
    }
  }

  @Test func `the same run gives the same page`() {
    let pages = (0..<2).map { _ in MatchPage(SampleMatch.report(listed: 30, screenedOut: 30)).text }
    #expect(pages[0] == pages[1])
  }

  @Test func `a page says what it leaves out`() {
    let report = SampleMatch.report(listed: 30, screenedOut: 30)
    let text = MatchPage(report, limits: PageLimits(listed: 10, explained: 5, audited: 8)).text
    #expect(text.contains("This page holds the first 10 of 30;"))
    #expect(text.contains("This page holds the first 8 of 30;"))
    #expect(!text.contains(report.roster[10].recipient + "\""))
  }

  @Test func `what is provisional or set aside stands at the head`() {
    let text = MatchPage(SampleMatch.report(listed: 30, screenedOut: 3, hostile: true, expedited: true)).text
    #expect(text.contains("Provisional."))
    #expect(text.contains("Rules set aside for this run"))
    #expect(text.contains("(2 candidates listed because of it)"))
  }

  @Test func `provenance stands at the foot`() {
    let report = SampleMatch.report(listed: 3, screenedOut: 3)
    let text = MatchPage(report).text
    let foot = text.firstRange(of: "Where this run comes from").map { text[$0.upperBound...] } ?? ""
    let origin = report.provenance
    for value in [
      origin.runID, origin.policySHA256, origin.policyFingerprint, origin.inputSHA256,
      "Tandem \(origin.version)",
    ] {
      #expect(foot.contains(value))
    }
  }
}

extension String {
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
