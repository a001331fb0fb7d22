import TandemFiles

/// Turns the text tables of a release into columns. About a million lines a second.
struct ReleaseCompiler {
  private let release: Release
  private var problems: [Problem] = []
  private var version = ""
  private var pGroups: [UInt64: UInt64] = [:]
  private var gGroups: [UInt64: UInt64] = [:]
  private var antigens: [UInt64: [HLAName]] = [:]
  private var former: [UInt64: UInt64] = [:]
  private var alleles: Set<UInt64> = []

  init(_ release: Release) { self.release = release }

  mutating func compile() throws(Problems) -> Nomenclature {
    readGroups("hla_nom_p.txt", .pGroup)
    readGroups("hla_nom_g.txt", .gGroup)
    readSerologyOfAlleles()
    let serology = readSerology()
    readNames()
    readAlleleList()
    readHistory()
    if alleles.isEmpty, problems.isEmpty {
      problems.append(
        Problem(kind: "no alleles", file: release.folder, expected: "the tables of an IPD-IMGT/HLA release"))
    }
    if !problems.isEmpty { throw Problems(problems) }
    var columns = NomenclatureColumns()
    for bits in alleles.sorted() {
      columns.append(
        HLAName(bits: bits), pGroup: pGroups[bits].map { HLAName(bits: $0) },
        gGroup: gGroups[bits].map { HLAName(bits: $0) }, antigens: antigens[bits] ?? [])
    }
    for (old, new) in former.sorted(by: { $0.key < $1.key }) where !alleles.contains(old) {
      columns.formerNames.append(old)
      columns.presentNames.append(new)
    }
    let title = version.isEmpty ? "the IPD-IMGT/HLA release in \(release.folder)" : version
    return Nomenclature(columns: columns, title: title, isBuiltIn: false, serology: serology)
  }

  /// Calls `use` with the fields of every line that is no comment.
  private mutating func eachRow(
    _ file: String, separator: UInt8,
    _ use: (inout ReleaseCompiler, [Slice<UnsafeRawBufferPointer>], Int) -> Void
  ) {
    guard let bytes = release.bytes(file) else { return }
    var lines = TextLines(bytes)
    while let line = lines.next() {
      if line.isEmpty { continue }
      if line[0] == Byte.hash {
        noteVersion(line)
        continue
      }
      use(&self, line.split(separator: separator, omittingEmptySubsequences: false), lines.line)
      if problems.count >= 100 { return }
    }
  }

  private mutating func noteVersion(_ line: UnsafeRawBufferPointer) {
    guard version.isEmpty else { return }
    let text = String(decoding: line, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":"), text[..<colon].contains("version") else { return }
    version = String(text[text.index(after: colon)...].drop { $0 == " " })
  }

  private mutating func note(_ file: String, _ line: Int, _ value: String, _ expected: String) {
    problems.append(
      Problem(
        kind: "unreadable line", file: release.files[file]?.path ?? file, line: line, value: value,
        expected: expected))
  }

  /// The locus in front of the star; nil for genes that are not matched on.
  private static func locus(_ field: Slice<UnsafeRawBufferPointer>) -> Locus? {
    guard field.last == Byte.asterisk else { return nil }
    let name = field.dropLast()
    return Locus.allCases.first { $0.name.utf8.elementsEqual(name) }
  }

  private static func name(_ field: Slice<UnsafeRawBufferPointer>, _ locus: Locus) -> HLAName? {
    let bytes = UnsafeRawBufferPointer(rebasing: field)
    var reader = NameReader(bytes, at: 0)
    guard let name = try? reader.readFields(locus), reader.at == bytes.count else { return nil }
    return name
  }

  private mutating func readGroups(_ file: String, _ kind: HLAName.Kind) {
    eachRow(file, separator: Byte.semicolon) { compiler, fields, line in
      guard fields.count >= 3 else {
        compiler.note(file, line, "", "three fields parted by ;")
        return
      }
      guard let locus = ReleaseCompiler.locus(fields[0]) else { return }
      let group = fields[2].isEmpty ? nil : ReleaseCompiler.name(fields[2], locus)
      if !fields[2].isEmpty, group?.kind != kind {
        compiler.note(file, line, String(decoding: fields[2], as: UTF8.self), "the name of a group")
        return
      }
      for part in fields[1].split(separator: Byte.slash) {
        guard let allele = ReleaseCompiler.name(part, locus), allele.kind == .allele else {
          compiler.note(file, line, String(decoding: part, as: UTF8.self), "the fields of an allele")
          return
        }
        compiler.alleles.insert(allele.bits)
        if let group, kind == .pGroup { compiler.pGroups[allele.bits] = group.bits }
        if let group, kind == .gGroup { compiler.gGroups[allele.bits] = group.bits }
      }
    }
  }

  /// Of the columns (unambiguous, possible, assumed, expert) the first that says anything counts.
  private mutating func readSerologyOfAlleles() {
    let file = "rel_dna_ser.txt"
    eachRow(file, separator: Byte.semicolon) { compiler, fields, line in
      guard fields.count >= 5 else {
        compiler.note(file, line, "", "five fields or more parted by ;")
        return
      }
      guard let locus = ReleaseCompiler.locus(fields[0]) else { return }
      guard let allele = ReleaseCompiler.name(fields[1], locus), allele.kind == .allele else {
        compiler.note(file, line, String(decoding: fields[1], as: UTF8.self), "the fields of an allele")
        return
      }
      compiler.alleles.insert(allele.bits)
      for column in 2..<min(6, fields.count) where !fields[column].isEmpty {
        let found = fields[column].split(separator: Byte.slash).compactMap {
          ReleaseCompiler.antigen($0, locus)
        }
        if !found.isEmpty { compiler.antigens[allele.bits] = found }
        if !found.isEmpty || column == 2 { break }
      }
    }
  }

  private static func system(_ locus: Locus) -> HLAName.System? {
    switch locus {
    case .a: .a
    case .b: .b
    case .c: .cw
    case .drb1, .drb3, .drb4, .drb5: .dr
    case .dqb1: .dq
    case .dpb1: .dp
    case .dqa1, .dpa1: nil
    }
  }

  private static func antigen(_ field: Slice<UnsafeRawBufferPointer>, _ locus: Locus) -> HLAName? {
    guard let system = system(locus) else { return nil }
    let digits = field.drop { $0 == UInt8(ascii: "w") }
    guard let number = DecimalText.integer(UnsafeRawBufferPointer(rebasing: digits)) else { return nil }
    return HLAName(system, number)
  }

  /// Splits and associated antigens; epitopes and DR51, DR52, DR53 from the project's own table.
  private mutating func readSerology() -> Serology {
    let file = "rel_ser_ser.txt"
    var parents: [HLAName: [HLAName]] = [:]
    var ranks: [HLAName: Serology.Rank] = [:]
    let systems: [String: HLAName.System] = [
      "A": .a, "B": .b, "Cw": .cw, "C": .cw, "DR": .dr, "DQ": .dq, "DPw": .dp,
    ]
    eachRow(file, separator: Byte.semicolon) { compiler, fields, line in
      guard fields.count >= 3 else {
        compiler.note(file, line, "", "four fields parted by ;")
        return
      }
      guard let system = systems[String(decoding: fields[0], as: UTF8.self)] else { return }
      func antigen(_ field: Slice<UnsafeRawBufferPointer>) -> HLAName? {
        DecimalText.integer(UnsafeRawBufferPointer(rebasing: field)).flatMap { HLAName(system, $0) }
      }
      guard let upper = antigen(fields[1]) else {
        compiler.note(file, line, String(decoding: fields[1], as: UTF8.self), "the number of an antigen")
        return
      }
      for (column, rank) in [(2, Serology.Rank.split), (3, .associated)] where column < fields.count {
        for part in fields[column].split(separator: Byte.slash) {
          guard let lower = antigen(part) else { continue }
          parents[lower, default: []].append(upper)
          ranks[lower] = rank
          if rank == .split, ranks[upper] == nil { ranks[upper] = .broad }
        }
      }
    }
    var entries: [HLAName: Serology.Entry] = [:]
    for entry in Serology.shipped.entries { entries[entry.antigen] = entry }
    for antigen in Set(parents.keys).union(ranks.keys) {
      let known = entries[antigen]
      entries[antigen] = Serology.Entry(
        antigen: antigen, rank: ranks[antigen] ?? .single,
        parents: parents[antigen] ?? known?.parents ?? [], bw: known?.bw, companion: known?.companion)
    }
    return Serology(entries: Array(entries.values))
  }

  /// Locus, name, date of naming, date of deletion, identical to, reason.
  private mutating func readNames() {
    eachRow("hla_nom.txt", separator: Byte.semicolon) { compiler, fields, _ in
      guard fields.count >= 5, let locus = ReleaseCompiler.locus(fields[0]),
        let name = ReleaseCompiler.name(fields[1], locus), name.kind == .allele
      else { return }
      if fields[3].isEmpty {
        compiler.alleles.insert(name.bits)
      } else if let new = ReleaseCompiler.name(fields[4], locus) {
        compiler.former[name.bits] = new.bits
      }
    }
  }

  /// Accession number, name with its locus.
  private mutating func readAlleleList() {
    eachRow("Allelelist.txt", separator: Byte.comma) { compiler, fields, _ in
      guard fields.count >= 2, let name = ReleaseCompiler.fullName(fields[1]) else { return }
      compiler.alleles.insert(name.bits)
    }
  }

  /// Accession number, then the name in every release, the newest first.
  private mutating func readHistory() {
    eachRow("Allelelist_history.txt", separator: Byte.comma) { compiler, fields, _ in
      guard fields.count >= 3, let newest = ReleaseCompiler.fullName(fields[1]) else { return }
      var previous = newest
      for field in fields.dropFirst(2) {
        if field.elementsEqual("NA".utf8) { continue }
        guard let old = ReleaseCompiler.fullName(field), old != previous else { continue }
        previous = old
        if old != newest, compiler.former[old.bits] == nil { compiler.former[old.bits] = newest.bits }
      }
    }
  }

  private static func fullName(_ field: Slice<UnsafeRawBufferPointer>) -> HLAName? {
    guard let name = try? HLAName(bytes: UnsafeRawBufferPointer(rebasing: field)), name.kind == .allele else {
      return nil
    }
    return name
  }
}
