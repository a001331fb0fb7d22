extension AlleleTable {
  /// This table with the alleles of a nomenclature that it lacks, so that rare alleles are judged by what the
  /// user's release says of them. Rows that are here stay as they are.
  ///
  /// An allele to which the release gives several antigens, or none at a locus that serology resolves, gets
  /// no row: it is then judged by its family. Leader and KIR ligand stay unknown. Cost: one pass.
  public func extended(by nomenclature: Nomenclature, serology: Serology = .shipped) -> AlleleTable {
    var rows = rows
    var place = 0
    while place < nomenclature.alleles.count {
      let name = HLAName(bits: nomenclature.alleles[place]).truncated(to: 2).withoutSuffix
      let run = nomenclature.range(of: name)
      let end = max(place + 1, run.upperBound)
      if self[name] == nil, let row = AlleleTable.row(name, places: place..<end, nomenclature, serology) {
        rows.append(row)
      }
      place = end
    }
    return AlleleTable(rows: rows)
  }

  /// A row from all silent variants of a protein that are expressed.
  private static func row(
    _ name: HLAName, places: Range<Int>, _ nomenclature: Nomenclature, _ serology: Serology
  ) -> Row? {
    let expressed = places.filter { !HLAName(bits: nomenclature.alleles[$0]).isNull }
    guard let first = expressed.first else {
      guard let null = HLAName(name.locus, [name.field(1), name.field(2)], suffix: .null) else { return nil }
      return Row(
        allele: null, antigen: .null, broad: nil, pGroup: nil, gGroup: nil, bw: nil, leader: nil,
        kirLigand: nil)
    }
    let antigens = Set(expressed.flatMap { nomenclature.antigens(at: $0) })
    let antigen: Antigen
    if antigens.count == 1, let only = antigens.first {
      antigen = .named(only)
    } else if antigens.isEmpty, [.c, .dqa1, .dpa1, .dpb1].contains(name.locus) {
      antigen = .blank
    } else {
      return nil
    }
    let broad = antigens.first.flatMap { lower in
      serology.ancestors(of: lower).first { serology.ancestors(of: $0).isEmpty }
    }
    let (pGroup, gGroup) = (nomenclature.pGroups[first], nomenclature.gGroups[first])
    return Row(
      allele: name, antigen: antigen, broad: broad, pGroup: pGroup == 0 ? nil : HLAName(bits: pGroup),
      gGroup: gGroup == 0 ? nil : HLAName(bits: gGroup),
      bw: name.locus <= .b ? antigens.first.flatMap { serology[$0]?.bw } : nil, leader: nil, kirLigand: nil)
  }
}
