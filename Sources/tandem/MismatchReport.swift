import TandemFiles
import TandemHLA
import TandemTerminal

/// Everything that HLA says of a pair, for `hla mismatch`.
struct MismatchReport {
  let mismatches: Mismatches
  let epitopes: EpitopeGroups.Finding
  let leaders: LigandComparison
  let ligands: LigandComparison
  /// Per risk haplotype: its name, and how far recipient and donor carry it.
  let risks: [(entry: RiskHaplotypes.Entry, recipient: Presence, donor: Presence)]

  init(
    recipient: Typing, donor: Typing, loci: [Locus], homozygous: HomozygousCount, nomenclature: Nomenclature
  ) {
    mismatches = nomenclature.mismatches(
      recipient: recipient, donor: donor, loci: loci, homozygous: homozygous)
    epitopes = EpitopeGroups.shipped.compare(recipient: recipient, donor: donor, nomenclature)
    leaders = nomenclature.compareLeaders(recipient: recipient, donor: donor)
    ligands = nomenclature.compareKIRLigands(recipient: recipient, donor: donor)
    let own = RiskHaplotypes.shipped.carried(by: recipient, nomenclature)
    let others = RiskHaplotypes.shipped.carried(by: donor, nomenclature)
    risks = RiskHaplotypes.shipped.entries.indices.map {
      (RiskHaplotypes.shipped.entries[$0], own[$0], others[$0])
    }
  }

  /// The haplotypes that both carry for certain.
  private var shared: [String] {
    risks.filter { min($0.recipient, $0.donor) == .certain }.map(\.entry.name)
  }
}

extension MismatchReport {
  /// The report as a table and lines.
  func text(_ style: Style) -> String {
    var lines: [String] = []
    lines.append(style.bold("Locus  GvH  HvG  Both  Positions            Confidence"))
    for locus in mismatches.loci {
      let counts =
        locus.counts.map { [String($0.gvh), String($0.hvg), String($0.bidirectional)] } ?? ["?", "?", "?"]
      let labels =
        locus.positions.isEmpty ? "not typed" : locus.positions.map(\.label.rawValue).joined(separator: ", ")
      lines.append(row(locus.locus.name, counts, labels, locus.confidence.rawValue))
    }
    let total = mismatches.total
    lines.append(
      style.bold(
        row(
          "Total", [String(total.gvh), String(total.hvg), String(total.bidirectional)],
          "\(mismatches.matched) of \(mismatches.positionCount) match", mismatches.confidence.rawValue)))
    lines.append("")
    lines.append(contentsOf: details)
    lines.append(
      "A mismatched homozygous locus counts \(mismatches.homozygous == .once ? "once" : "twice"). "
        + "Names are looked up in \(mismatches.nomenclature).")
    if !mismatches.unknownLoci.isEmpty {
      let names = mismatches.unknownLoci.map(\.name).joined(separator: ", ")
      lines.append("Not typed on a side, and not counted: \(names).")
    }
    lines.append("")
    lines.append("DPB1 T-cell epitopes: \(epitopes.sentence)")
    lines.append("B leader: " + sentence(leaders))
    lines.append("KIR ligands: " + sentence(ligands))
    lines.append(
      "Shared DR-DQ haplotypes of type 1 diabetes: \(shared.isEmpty ? "none for certain" : shared.joined(separator: ", "))"
    )
    return lines.joined(separator: "\n")
  }

  private func row(_ name: String, _ counts: [String], _ labels: String, _ confidence: String) -> String {
    padded(name, 7) + padded(counts[0], 5) + padded(counts[1], 5) + padded(counts[2], 6) + padded(labels, 21)
      + confidence
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// A line for each position that is no plain match, and for what ambiguity leaves open.
  private var details: [String] {
    var lines: [String] = []
    for locus in mismatches.loci {
      for position in locus.positions where position.label != .match {
        lines.append(
          "\(locus.locus.name): recipient \(names(position.recipient)), donor \(names(position.donor)): "
            + position.label.rawValue)
      }
      if let counts = locus.counts, let most = locus.atMost, most != counts {
        lines.append(
          "\(locus.locus.name): the typing leaves up to \(most.gvh) GvH and \(most.hvg) HvG mismatches possible."
        )
      }
    }
    return lines.isEmpty ? [] : lines + [""]
  }

  private func names(_ names: [HLAName]) -> String {
    if names.isEmpty { return "unknown" }
    let shown = names.prefix(4).map(\.text).joined(separator: "/")
    return names.count > 4 ? "\(shown)/… (\(names.count))" : shown
  }

  private func sentence(_ comparison: LigandComparison) -> String {
    func list(_ words: [String]?) -> String {
      guard let words else { return "unknown" }
      return words.isEmpty ? "none" : words.joined(separator: ", ")
    }
    return "recipient \(list(comparison.recipient)), donor \(list(comparison.donor)); "
      + "GvH mismatch \(list(comparison.gvh)), HvG mismatch \(list(comparison.hvg))"
  }
}

extension MismatchReport {
  /// The document of `hla mismatch --json`.
  var json: JSON {
    let total = mismatches.total
    return .object([
      ("loci", .array(mismatches.loci.map { locus in json(locus) })),
      (
        "total",
        .object([
          ("gvh", .integer(total.gvh)), ("hvg", .integer(total.hvg)),
          ("bidirectional", .integer(total.bidirectional)),
        ])
      ),
      ("matched", .integer(mismatches.matched)),
      ("positions", .integer(mismatches.positionCount)),
      ("confidence", .string(mismatches.confidence.rawValue)),
      ("homozygous_counts", .integer(mismatches.homozygous.rawValue)),
      ("unknown_loci", .strings(mismatches.unknownLoci.map(\.name))),
      ("tce", epitopes.json),
      ("leader", json(leaders)),
      ("kir_ligand", json(ligands)),
      (
        "risk_haplotypes",
        .object([
          ("shared", .strings(shared)),
          (
            "all",
            .array(
              risks.map { risk in
                .object([
                  ("haplotype", .string(risk.entry.name)), ("family", .string(risk.entry.family)),
                  ("recipient", .string("\(risk.recipient)")), ("donor", .string("\(risk.donor)")),
                ])
              })
          ),
        ])
      ),
      ("nomenclature", .string(mismatches.nomenclature)),
      ("notes", .strings(mismatches.notes)),
    ])
  }

  private func json(_ locus: Mismatches.OfLocus) -> JSON {
    func number(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    return .object([
      ("locus", .string(locus.locus.name)),
      ("gvh", number(locus.counts?.gvh)),
      ("hvg", number(locus.counts?.hvg)),
      ("bidirectional", number(locus.counts?.bidirectional)),
      ("kind", .strings(locus.positions.map(\.label.rawValue))),
      ("confidence", .string(locus.confidence.rawValue)),
      ("gvh_at_most", number(locus.atMost?.gvh)),
      ("hvg_at_most", number(locus.atMost?.hvg)),
      (
        "pairs",
        .array(
          locus.positions.map { position in
            .object([
              ("recipient", .strings(position.recipient.map(\.text))),
              ("donor", .strings(position.donor.map(\.text))), ("label", .string(position.label.rawValue)),
              ("confidence", .string(position.confidence.rawValue)),
            ])
          })
      ),
    ])
  }

  private func json(_ comparison: LigandComparison) -> JSON {
    func list(_ words: [String]?) -> JSON { words.map { .strings($0) } ?? .null }
    return .object([
      ("recipient", .strings(comparison.recipient)), ("donor", .strings(comparison.donor)),
      ("gvh", list(comparison.gvh)), ("hvg", list(comparison.hvg)), ("notes", .strings(comparison.notes)),
    ])
  }
}
