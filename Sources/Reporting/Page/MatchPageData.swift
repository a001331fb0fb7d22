import TandemClinic
import TandemFiles
import TandemRegistry

/// The data of a match run's page as its script reads them: columns for what the roster shows, and one short
/// list a person for what opens beneath a row. The shapes are described at the head of `match.js`.
struct MatchPageData {
  private let report: MatchReport
  private let limits: PageLimits
  private var phrases = Phrasebook()
  private var rules = Lexicon()
  private var bases = Lexicon()
  private var protocols = Lexicon()
  private var words = Lexicon()

  init(_ report: MatchReport, limits: PageLimits) {
    self.report = report
    self.limits = limits
  }

  /// The whole, and how many people have warnings. Each person is worked out once.
  mutating func json() -> (data: JSON, warned: Int) {
    var columns: [(name: String, cells: [JSON])] = []
    var details: [JSON] = []
    var warned = 0
    for place in 0..<report.roster.count {
      let person = report.roster[place]
      if !person.warnings.isEmpty { warned += 1 }
      if place >= limits.listed { continue }
      for (index, cell) in cells(person).enumerated() {
        if index == columns.count { columns.append((cell.column, [])) }
        columns[index].cells.append(cell.value)
      }
      details.append(detail(person, isFull: place < limits.explained))
    }
    let audit = audit()
    let terms: [JSON] = report.terms.map {
      [.string($0.title), .number($0.weight), .string("\($0.meaning). \($0.curve)")]
    }
    let roster: [(key: String, value: JSON)] = columns.map { ($0.name, .array($0.cells)) }
    let data = JSON.object([
      ("terms", .array(terms)), ("roster", .object(roster)), ("details", .array(details)), ("audit", audit),
      ("explained", .integer(limits.explained)), ("protocols", .strings(protocols.words)),
      ("words", .strings(words.words)), ("rules", .strings(rules.words)), ("bases", .strings(bases.words)),
      ("patterns", .strings(phrases.patterns)),
    ])
    return (data, warned)
  }

  /// What the roster shows of a person, by the columns that the script knows.
  private mutating func cells(_ person: MatchReport.Candidate) -> [(column: String, value: JSON)] {
    let level = person.chosenLevel
    var cells: [(column: String, value: JSON)] = []
    cells.append(("rank", .integer(person.rank)))
    cells.append(("id", .string(person.recipient)))
    cells.append(("centre", .string(person.centre)))
    cells.append(("score", .number(person.score.rounded(to: 4))))
    cells.append(("points", .array(person.parts.map { .number($0.points.rounded(to: 4)) })))
    cells.append(("abo", .string(person.abo?.rawValue)))
    cells.append(("gvh", JSON.integer(person.mismatches?.gvh)))
    cells.append(("hvg", JSON.integer(person.mismatches?.hvg)))
    cells.append(("xm", .array(person.crossmatches.map { word($0.verdict) })))
    cells.append(("ieq", .number(level?.isletIEQPerKg)))
    cells.append(("ieqP", .number(level?.isletProbability?.rounded(to: 3))))
    cells.append(("cd34", .number(level?.cd34PerKg?.rounded())))
    cells.append(("protocol", JSON.integer(person.chosenProtocol.map { protocols.place(of: $0.name) })))
    cells.append(("km", .number(person.distanceKm?.rounded())))
    cells.append(("cold", .number(person.coldIschaemiaHours?.rounded(to: 1))))
    cells.append(("warnings", .integer(person.warnings.count)))
    cells.append(("mark", .integer(person.addedReason != nil ? 2 : person.marks.isEmpty ? 0 : 1)))
    return cells
  }

  private mutating func detail(_ person: MatchReport.Candidate, isFull: Bool) -> JSON {
    let scoreNotes = person.warnings.filter { $0.rule.name.hasPrefix("score.") }
    var detail: [JSON] = []
    detail.append(.array(person.facts.map { [word($0.label), phrase($0.value)] }))
    detail.append(.array(person.parts.map { [phrase($0.value), .number($0.rating.rounded(to: 4))] }))
    detail.append(mismatches(person.mismatches))
    detail.append(.array(person.crossmatches.map { crossmatch($0) }))
    detail.append(.array(person.options.map { option($0, isFull) }))
    detail.append(person.choice.map { .array([.integer($0.option), .integer($0.level)]) } ?? .null)
    detail.append(reasons(person.reasons + scoreNotes, isFull))
    detail.append(.strings(person.marks))
    detail.append(.string(person.addedReason))
    return .array(detail)
  }

  private mutating func mismatches(_ summary: MatchReport.MismatchSummary?) -> JSON {
    guard let summary else { return .null }
    let loci: [JSON] = summary.loci.map { line in
      .array([
        word(line.locus), JSON.integer(line.gvh), JSON.integer(line.hvg),
        .array(line.labels.map { word($0) }),
      ])
    }
    return .array([word(summary.confidence), .array(loci)])
  }

  private mutating func crossmatch(_ crossmatch: MatchReport.Crossmatch) -> JSON {
    .array([word(crossmatch.graft), word(crossmatch.verdict), .array(crossmatch.hits.map { phrase($0) })])
  }

  private mutating func option(_ option: MatchReport.ProtocolOption, _ isFull: Bool) -> JSON {
    var levels: [JSON] = []
    for level in option.levels {
      levels.append([
        word(level.name), .number(level.isletIEQ?.rounded()), .number(level.isletIEQPerKg),
        .number(level.isletProbability?.rounded(to: 3)), .number(level.cd34PerKg?.rounded()),
        .number(level.cd34Probability?.rounded(to: 3)), .integer(MatchPageData.code(level.verdict)),
        reasons(level.reasons, isFull),
      ])
    }
    return [
      .integer(protocols.place(of: option.name)), .integer(MatchPageData.code(option.verdict)),
      phrase(option.timing), reasons(option.reasons, isFull), .array(levels),
    ]
  }

  private mutating func reasons(_ reasons: [Reason], _ isFull: Bool) -> JSON {
    var list: [JSON] = []
    for reason in reasons where isFull || reason.verdict != .pass || reason.isFlagged {
      var words: [JSON] = [
        .integer(rules.place(of: reason.rule.name)),
        .integer(reason.verdict == .pass && reason.isFlagged ? 3 : MatchPageData.code(reason.verdict)),
        phrases.phrase(reason.detail),
      ]
      if isFull || reason.remedy != nil {
        words.append(phrase(reason.remedy))
      }
      if isFull, let basis = reason.basis { words.append(.integer(bases.place(of: basis.label))) }
      list.append(.array(words))
    }
    return .array(list)
  }

  private mutating func audit() -> JSON {
    var people: [JSON] = []
    for index in 0..<min(report.screenedOut.count, limits.audited) {
      let person = report.screenedOut[index]
      people.append([.string(person.recipient), reasons(person.reasons, false)])
    }
    return .object([("count", .integer(report.screenedOut.count)), ("people", .array(people))])
  }

  private mutating func phrase(_ text: String?) -> JSON { text.map { phrases.phrase($0) } ?? .null }

  private mutating func word(_ text: String) -> JSON { .integer(words.place(of: text)) }

  private static func code(_ verdict: Verdict) -> Int {
    switch verdict {
    case .pass: 0
    case .review: 1
    case .fail: 2
    }
  }
}

/// Words that data name by their place instead of repeating them.
private struct Lexicon {
  private var places: [String: Int] = [:]
  private(set) var words: [String] = []

  mutating func place(of word: String) -> Int {
    if let place = places[word] { return place }
    places[word] = words.count
    words.append(word)
    return words.count - 1
  }
}

extension JSON {
  fileprivate static func integer(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
}

extension Double {
  /// Rounded to so many decimals, so that a page does not carry digits that nobody sees.
  fileprivate func rounded(to places: Int) -> Double {
    let scale = [1.0, 10, 100, 1000, 10_000][places]
    return (self * scale).rounded() / scale
  }
}
