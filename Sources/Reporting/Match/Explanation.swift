import TandemClinic
public import TandemFiles
public import TandemPolicy
public import TandemTerminal

/// One pair, with every rule, every amount, every part of the score, and what would have to change.
public struct Explanation: Sendable {
  private let provenance: Provenance
  private let donor: DonorSummary
  private let terms: [MatchReport.Term]
  private let person: MatchReport.Candidate

  /// The explanation of a pair that was assessed in the depth `explain`.
  public init(_ pair: PairAssessment, in context: MatchContext, provenance: Provenance) {
    self.init(
      donor: DonorSummary(context), terms: MatchReport.Term.all(of: context.policy),
      person: MatchReport.Candidate(pair, rank: 0, in: context), provenance: provenance)
  }

  /// An explanation from its parts.
  public init(
    donor: DonorSummary, terms: [MatchReport.Term], person: MatchReport.Candidate, provenance: Provenance
  ) {
    self.donor = donor
    self.terms = terms
    self.person = person
    self.provenance = provenance
  }

  /// The JSON document.
  public var json: JSON {
    .object(
      [
        ("donor", .string(donor.id)), ("policy", .string(provenance.policy)),
        ("listed", .bool(person.isListed)),
      ] + CandidateJSON(person, terms).explanation + [
        ("notes", .array(donor.notes.map { CandidateJSON.reason($0) })),
        ("policy_sha256", .string(provenance.policySHA256)),
        ("policy_fingerprint", .string(provenance.policyFingerprint)),
        ("input_sha256", .string(provenance.inputSHA256)), ("seed", provenance.seedJSON),
        ("version", .string(provenance.version)),
      ])
  }

  /// The text for a terminal, or for a pipe when `width` is nil.
  public func text(width: Int?, style: Style) -> String {
    let page = width ?? 100
    var out = style.bold(
      "Donor \(DisplayText.visible(donor.id)), recipient \(DisplayText.visible(person.recipient))")
    out += "\nPolicy \(provenance.policy): \(provenance.policyTitle)\n"
    out += verdict(page, style)
    let facts = person.facts.map { "\($0.label) \($0.value ?? "unknown")" }
    out += MatchText.paragraph(facts.joined(separator: "; ") + ".", width: page)
    out += "\n" + style.bold("Score \(DecimalText.fixed(person.score, 2)) of 100") + "\n"
    out += scoreTable.text(width: width, style: style)
    for term in terms {
      out += MatchText.paragraph("\(term.title): \(term.meaning). \(term.curve)", width: page)
    }
    out += compatibility(width, style)
    out += "\n" + style.bold("Doses") + "\n" + doses.text(width: width, style: style)
    out += "\n" + style.bold("Rules for this pair") + "\n" + rules(person.reasons, page, style)
    for option in person.options {
      out += "\n" + style.bold("Rules of protocol \(option.name)") + "\n"
      if let timing = option.timing { out += MatchText.paragraph(timing, width: page) }
      out += rules(option.reasons, page, style)
      for level in option.levels {
        out += "Level \(level.name):\n" + rules(level.reasons, page, style)
      }
    }
    if !donor.notes.isEmpty {
      out += "\n" + style.bold("For every recipient of this donor") + "\n" + rules(donor.notes, page, style)
    }
    return out
      + "\nPolicy \(provenance.policySHA256.prefix(12)), input \(provenance.inputSHA256.prefix(12)), version "
      + "\(provenance.version).\n"
  }

  // MARK: Parts of the text

  private func verdict(_ width: Int, _ style: Style) -> String {
    let place = [person.chosenProtocol?.name, person.chosenLevel?.name].compactMap { $0 }.joined(
      separator: ", ")
    if person.isListed {
      let warnings = person.warnings.isEmpty ? "" : ", with \(Counted.text(person.warnings.count, "warning"))"
      return style.good("May be offered the graft") + ": \(place)\(warnings).\n"
    }
    var out =
      style.error("May not be offered the graft") + ". Nearest: \(place). What would have to change:\n"
    for remedy in person.remedies {
      out += MatchText.paragraph("- \(remedy.rule): \(remedy.text)", width: width)
    }
    return out
  }

  private var scoreTable: TextTable {
    var table = TextTable([
      .init("attribute", shrinksTo: 10), .init("value", .right, shrinksTo: 8), .init("rating", .right),
      .init("weight", .right), .init("points", .right),
    ])
    for (term, part) in zip(terms, person.parts) {
      table.append([
        .init(term.title), .init(part.value ?? "unknown", part.value == nil ? .warning : .plain),
        .init(DecimalText.fixed(part.rating, 3)), .init(Amount.text(term.weight)),
        .init(DecimalText.fixed(part.points, 3), .strong),
      ])
    }
    return table
  }

  private func compatibility(_ width: Int?, _ style: Style) -> String {
    var out = "\n" + style.bold("HLA") + "\n"
    if let summary = person.mismatches {
      var table = TextTable([.init("locus"), .init("GvH", .right), .init("HvG", .right), .init("positions")])
      for line in summary.loci {
        table.append([
          .init(line.locus), .init(line.gvh.map { String($0) } ?? "-"),
          .init(line.hvg.map { String($0) } ?? "-"),
          .init(line.labels.joined(separator: ", ")),
        ])
      }
      table.append([
        .init("all", .strong), .init(String(summary.gvh)), .init(String(summary.hvg)),
        .init("\(summary.matched) of \(2 * summary.loci.count) match, \(summary.confidence)"),
      ])
      out += table.text(width: width, style: style)
    } else {
      out += "The typing of one side is missing.\n"
    }
    for crossmatch in person.crossmatches {
      let hits = crossmatch.hits.isEmpty ? "" : ": " + crossmatch.hits.joined(separator: "; ")
      out += MatchText.paragraph(
        "Crossmatch for \(crossmatch.graft): \(crossmatch.verdict)\(hits).", width: width ?? 100)
    }
    return out
  }

  private var doses: TextTable {
    var table = TextTable([
      .init("protocol", shrinksTo: 8), .init("level"), .init("IEQ/kg", .right), .init("IEQ", .right),
      .init("p", .right), .init("CD34+/kg", .right), .init("p", .right), .init("verdict"),
    ])
    for option in person.options {
      for level in option.levels {
        let verdict = max(option.verdict, level.verdict)
        table.append([
          .init(option.name), .init(level.name), .init(Amount.text(level.isletIEQPerKg)),
          .init(level.isletIEQ.map { Amount.text($0.rounded()) } ?? "-"),
          .init(level.isletProbability.map { Amount.probability($0) } ?? "-"),
          .init(level.cd34PerKg.map { Amount.cells($0) } ?? "-"),
          .init(level.cd34Probability.map { Amount.probability($0) } ?? "-"),
          .init(verdict.rawValue, verdict.tone),
        ])
      }
    }
    return table
  }

  /// A line a rule: its verdict, its name, its sentence, and where its limit comes from.
  private func rules(_ reasons: [Reason], _ width: Int, _ style: Style) -> String {
    var out = ""
    for reason in reasons {
      let word = reason.isFlagged && reason.verdict == .pass ? "look" : reason.verdict.rawValue
      let tone: TextTable.Tone = word == "look" ? .warning : reason.verdict.tone
      let padding = String(repeating: " ", count: 8 - word.count)
      var text = DisplayText.visible("\(reason.rule): \(reason.detail)")
      if let basis = reason.basis { text += " [\(basis.label)]" }
      let lines = DisplayText.wrapped(text, to: width - 8)
      out += tone.marked(word, style) + padding + lines.joined(separator: "\n        ") + "\n"
      if let remedy = reason.remedy {
        let lines = DisplayText.wrapped("Needed: " + DisplayText.visible(remedy) + ".", to: width - 8)
        out += "        " + lines.joined(separator: "\n        ") + "\n"
      }
    }
    return out.isEmpty ? "        none\n" : out
  }
}

extension Verdict {
  /// The colour of the verdict.
  fileprivate var tone: TextTable.Tone {
    switch self {
    case .pass: .good
    case .review: .warning
    case .fail: .bad
    }
  }
}
