/// Alleles and serology together: tells which names meet which specificities.
///
/// A broad antigen covers its splits. An allele covers its P group only. A name that is coarser than the
/// specificity, such as a donor typed B44 against an antibody to B*44:02, cannot clear it: *possible*.
public struct AntigenTable: Sendable {
  /// The facts of alleles.
  public let alleles: AlleleTable
  /// The hierarchy of antigens.
  public let serology: Serology
  /// What multiple-allele codes stand for, when the user named a table of them.
  private var codes: Nomenclature?

  /// Puts the two together.
  public init(alleles: AlleleTable, serology: Serology) {
    self.alleles = alleles
    self.serology = serology
  }

  /// The shipped facts, with the alleles of a release that they lack and with multiple-allele codes, as far
  /// as the nomenclature has these.
  public init(_ nomenclature: Nomenclature) {
    self.init(
      alleles: nomenclature.isBuiltIn ? .shipped : AlleleTable.shipped.extended(by: nomenclature),
      serology: .shipped)
    if nomenclature.codes != nil { codes = nomenclature }
  }

  /// What ships with the library.
  public static let shipped = AntigenTable(alleles: .shipped, serology: .shipped)

  /// Whether a molecule of that name shows the target, one name alone and not a pair.
  func presence(of target: HLAName, on name: HLAName) -> Presence {
    switch name.kind {
    case .absent: return .absent
    case .untyped: return .unknown
    case .antigen: return presence(of: target, onAntigen: name)
    case .code:
      guard let meaning = codes?.meaning(of: name), meaning.scope == .listed else {
        return onFamily(target, name)
      }
      let expressed = meaning.proteins.map { presence(of: target, on: $0) }
      return Presence.oneOf(meaning.mayBeNull ? expressed + [.absent] : expressed)
    case .allele, .pGroup, .gGroup, .family:
      if name.isNull { return .absent }
      return name.fieldCount >= 2 ? presence(of: target, onAllele: name) : onFamily(target, name)
    }
  }

  private func presence(of target: HLAName, onAllele name: HLAName) -> Presence {
    if let row = alleles[name] { return presence(of: target, on: row) }
    if target.isDNA, target.locus != name.locus || target.field(1) != name.field(1) { return .absent }
    if target.isDNA, target.fieldCount == 1 { return .certain }
    if target.isDNA, AlleleTable.protein(of: target) == AlleleTable.protein(of: name) { return .certain }
    // A rare allele: what its family shows is likely, and an allele of the same family may share its P group.
    return onFamily(target, name)
  }

  /// A family, a code or a rare allele: as its common members, where these agree.
  private func onFamily(_ target: HLAName, _ name: HLAName) -> Presence {
    if target.isDNA {
      guard target.locus == name.locus, target.field(1) == name.field(1) else { return .absent }
      return target.fieldCount == 1 ? .certain : .possible
    }
    if let family = cwFamily(of: target) { return family == name.family ? .certain : .absent }
    let members = alleles.family(of: name).filter { !$0.allele.isNull }
    if members.isEmpty { return target.locus == name.locus ? .possible : .absent }
    return Presence.oneOf(members.map { presence(of: target, on: $0) })
  }

  private func presence(of target: HLAName, on row: AlleleTable.Row) -> Presence {
    if row.antigen == .null { return .absent }
    if target.isDNA {
      guard target.locus == row.allele.locus, target.field(1) == row.allele.field(1) else { return .absent }
      if target.fieldCount == 1 { return .certain }
      if alleles.protein(of: target) == alleles.protein(of: row.allele) { return .certain }
      // A target outside the table may share the P group of any allele of its family.
      return alleles[target] == nil && target.kind != .pGroup ? .possible : .absent
    }
    if target.system == .bw {
      guard let bw = row.bw else { return row.allele.locus == .b ? .possible : .absent }
      return bw.rawValue == target.text ? .certain : .absent
    }
    if let family = cwFamily(of: target) { return family == row.allele.family ? .certain : .absent }
    guard target.locus == row.allele.locus, case .named(let antigen) = row.antigen else { return .absent }
    if serology.covers(target, antigen) { return .certain }
    if serology[target] == nil { return .possible }
    // Serology never split this allele's antigen further, so that it may be the split asked for.
    let isSplit = serology[target]?.rank == .split
    return isSplit && serology.covers(antigen, target) ? .possible : .absent
  }

  private func presence(of target: HLAName, onAntigen name: HLAName) -> Presence {
    if target.system == .bw { return bw(target, onAntigen: name) }
    guard target.locus == name.locus else { return .absent }
    if !target.isDNA {
      if serology.covers(target, name) { return .certain }
      let isCw = cwFamily(of: target) != nil || cwFamily(of: name) != nil
      if !isCw, serology[target] == nil || serology[name] == nil { return .possible }
      return serology.covers(name, target) ? .possible : .absent
    }
    let members = carriers(of: name)
    if members.isEmpty { return .possible }
    if target.fieldCount == 1 {
      return Presence.oneOf(members.map { $0.field(1) == target.field(1) ? .certain : .absent })
    }
    // Only a row of the allele itself can tell that it never bears this antigen.
    guard alleles[target] != nil else {
      return members.contains { $0.field(1) == target.field(1) } ? .possible : .absent
    }
    let protein = alleles.protein(of: target)
    return members.contains { alleles.protein(of: $0) == protein } ? .possible : .absent
  }

  private func bw(_ target: HLAName, onAntigen name: HLAName) -> Presence {
    guard name.locus == .a || name.locus == .b else { return .absent }
    if name.system == .bw { return name == target ? .certain : .absent }
    if let bw = serology[name]?.bw { return bw.rawValue == target.text ? .certain : .absent }
    let parts = serology.entries.filter { $0.antigen != name && serology.covers(name, $0.antigen) }
    if parts.isEmpty || parts.contains(where: { $0.bw == nil }) {
      return name.locus == .b ? .possible : .absent
    }
    return Presence.oneOf(parts.map { $0.bw?.rawValue == target.text ? .certain : .absent })
  }

  /// The alleles of the table that somebody typed to this antigen may have.
  private func carriers(of antigen: HLAName) -> [HLAName] {
    var carriers: [HLAName] = []
    for row in alleles.rows where row.allele.locus == antigen.locus {
      switch row.antigen {
      case .named(let own):
        if serology.covers(antigen, own) || serology.covers(own, antigen) { carriers.append(row.allele) }
      case .blank:
        if row.allele.family == cwFamily(of: antigen) { carriers.append(row.allele) }
      case .null: break
      }
    }
    return carriers
  }

  /// Cw12 to Cw18 are no antigens of serology but the alleles' first fields written as such.
  private func cwFamily(of antigen: HLAName) -> HLAName? {
    guard antigen.system == .cw, antigen.number >= 12 else { return nil }
    return HLAName(.c, [antigen.number])
  }
}
