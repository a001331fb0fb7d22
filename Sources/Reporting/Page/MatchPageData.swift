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

  /// The whole.
  mutating func json() -> JSON {
    let people = report.roster.prefix(limits.listed)
    let details = people.enumerated().map { index, person in detail(person, isFull: index < limits.explained)
    }
    let audit = audit()
    return .object([
      (
        "terms",
        .array(report.terms.map { [.string($0.title), .number($0.weight), .string($0.curve)] })
      ),
      ("roster", columns(people)), ("details", .array(details)), ("audit", audit),
      ("explained", .integer(limits.explained)), ("protocols", .strings(protocols.words)),
      ("words", .strings(words.words)), ("rules", .strings(rules.words)), ("bases", .strings(bases.words)),
      ("patterns", .strings(phrases.patterns)),
    ])
  }

  private mutating func columns(_ people: ArraySlice<MatchReport.Candidate>) -> JSON {
    let levels = people.map(\.chosenLevel)
    let chosen: [JSON] = people.map { person in
      person.chosenProtocol.map { .integer(protocols.place(of: $0.name)) } ?? .null
    }
    return .object([
      ("rank", .array(people.map { .integer($0.rank) })), ("id", .strings(people.map(\.recipient))),
      ("centre", .array(people.map { .string($0.centre) })),
      ("score", .array(people.map { .number($0.score.rounded(to: 4)) })),
      (
        "points",
        .array(people.map { person in .array(person.parts.map { .number($0.points.rounded(to: 4)) }) })
      ),
      ("abo", .array(people.map { .string($0.abo?.rawValue) })),
      ("gvh", .array(people.map { person in person.mismatches.map { .integer($0.gvh) } ?? .null })),
      ("hvg", .array(people.map { person in person.mismatches.map { .integer($0.hvg) } ?? .null })),
      ("xm", .array(people.map { person in .array(person.crossmatches.map { word($0.verdict) }) })),
      ("ieq", .array(levels.map { .number($0?.isletIEQPerKg) })),
      ("ieqP", .array(levels.map { .number($0?.isletProbability?.rounded(to: 3)) })),
      ("cd34", .array(levels.map { .number($0?.cd34PerKg.rounded()) })),
      ("protocol", .array(chosen)),
      ("km", .array(people.map { .number($0.distanceKm?.rounded()) })),
      ("cold", .array(people.map { .number($0.coldIschaemiaHours?.rounded(to: 1)) })),
      ("warnings", .array(people.map { .integer($0.warnings.count) })),
      ("mark", .array(people.map { .integer($0.addedReason != nil ? 2 : $0.marks.isEmpty ? 0 : 1) })),
    ])
  }

  private mutating func detail(_ person: MatchReport.Candidate, isFull: Bool) -> JSON {
    .array([
      .array(person.facts.map { [word($0.label), $0.value.map { phrases.phrase($0) } ?? .null] }),
      .array(
        person.parts.map { part in
          [part.value.map { phrases.phrase($0) } ?? .null, .number(part.rating.rounded(to: 4))]
        }),
      person.mismatches.map { summary in
        [
          word(summary.confidence),
          .array(
            summary.loci.map { line in
              [
                word(line.locus), .integer(line.gvh), .integer(line.hvg),
                .array(line.labels.map { word($0) }),
              ]
            }),
        ]
      } ?? .null,
      .array(
        person.crossmatches.map { crossmatch in
          [
            word(crossmatch.graft), word(crossmatch.verdict),
            .array(crossmatch.hits.map { phrases.phrase($0) }),
          ]
        }),
      .array(person.options.map { option($0, isFull) }),
      person.choice.map { [.integer($0.option), .integer($0.level)] } ?? .null,
      reasons(person.reasons, isFull),
      .strings(person.marks), .string(person.addedReason),
    ])
  }

  private mutating func option(_ option: MatchReport.ProtocolOption, _ isFull: Bool) -> JSON {
    var levels: [JSON] = []
    for level in option.levels {
      levels.append([
        word(level.name), .number(level.isletIEQ?.rounded()), .number(level.isletIEQPerKg),
        .number(level.isletProbability?.rounded(to: 3)), .number(level.cd34PerKg.rounded()),
        .number(level.cd34Probability?.rounded(to: 3)), .integer(MatchPageData.code(level.verdict)),
        reasons(level.reasons, isFull),
      ])
    }
    return [
      .integer(protocols.place(of: option.name)), .integer(MatchPageData.code(option.verdict)),
      option.timing.map { phrases.phrase($0) } ?? .null, reasons(option.reasons, isFull), .array(levels),
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
        words.append(reason.remedy.map { phrases.phrase($0) } ?? .null)
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

extension Double {
  /// Rounded to so many decimals, so that a page does not carry digits that nobody sees.
  fileprivate func rounded(to places: Int) -> Double {
    let scale = [1.0, 10, 100, 1000, 10_000][places]
    return (self * scale).rounded() / scale
  }
}
