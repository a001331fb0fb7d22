import TandemBench
import TandemChance
import TandemFiles
import TandemGLPK
import TandemModels
import TestSupport
import Testing

@Suite("Our readers and the solver's read the same")
struct SameReadingTests {
  /// A number as models have them: whole, with decimals, tiny, huge.
  private static func number(_ chance: inout SplitMix) -> Double {
    let whole = Double(chance.index(below: 1000)) - 300
    switch chance.index(below: 5) {
    case 0: return whole / 8
    case 1: return whole * 1e-7
    case 2: return whole * 1e9
    case 3: return whole / 3
    default: return whole
    }
  }

  private static func limits(_ chance: inout SplitMix, isRow: Bool) -> Limits {
    let lower = number(&chance)
    switch chance.index(below: 7) {
    case 0: return .exactly(lower)
    case 1: return .atLeast(lower)
    case 2: return Limits(from: lower, to: lower + 1 + Double(chance.index(below: 50)))
    case 3 where !isRow: return .free
    case 4 where !isRow: return .unit
    case 5 where !isRow: return .nonNegative
    default: return .atMost(lower)
    }
  }

  /// A model with every kind of row and column.
  private static func model(_ chance: inout SplitMix) throws -> LinearModel {
    let model = try LinearModel(chance.flip(0.5) ? .maximize : .minimize)
    let columns = 1 + chance.index(below: 12)
    for column in 0..<columns {
      try model.addColumn(
        objective: chance.flip(0.7) ? number(&chance) : 0, limits: limits(&chance, isRow: false),
        kind: chance.flip(0.5) ? .integer : .continuous)
      // Names that begin like numbers' exponents and like keywords, and with the signs that LP allows.
      try model.nameColumn(column, ["e", "x_", "end", "#", "inf", "b.", "st"][column % 7] + "\(column)")
    }
    for row in 0..<(1 + chance.index(below: 8)) {
      let members = (0..<Int32(columns)).filter { _ in chance.flip(0.5) }
      try model.addRow(
        limits(&chance, isRow: true), columns: members,
        values: members.map { _ in chance.flip(0.3) ? 1 : number(&chance) })
      try model.nameRow(row, "row(\(row))")
    }
    if chance.flip(0.3) { try model.setObjectiveConstant(Double(chance.index(below: 90)) - 40) }
    return model
  }

  @Test("Any model that GLPK wrote, as LP and as MPS, free and fixed")
  func written() throws {
    let folder = try TemporaryFolder()
    for format in ModelFormat.allCases {
      let path = folder.path + (format == .lp ? "/model.lp" : "/model.mps")
      withEvery(300) { chance in
        try Self.model(&chance).write(to: path, as: format)
        let theirs = try NamedModel(LinearModel.read(path, as: format))
        let ours = try read(path)
        try hold(ours.columnNames == theirs.columnNames, "\(format): columns \(ours.columnNames.all)")
        try hold(ours.rowNames == theirs.rowNames, "\(format): rows \(ours.rowNames.all)")
        try hold(ours.table == theirs.table, "\(format): \(ours.table) for \(theirs.table)")
      }
    }
  }

  @Test("The instances that this project writes", arguments: Family.allCases)
  func instances(_ family: Family) throws {
    let folder = try TemporaryFolder()
    let instance = Instance.generate(family, recipients: 60, donors: 6, seed: 5)
    #expect(instance.writeLP(to: folder.path + "/a.lp") && instance.writeMPS(to: folder.path + "/a.mps"))
    for (name, format) in [("a.lp", ModelFormat.lp), ("a.mps", .freeMPS)] {
      let path = "\(folder.path)/\(name)"
      let theirs = try NamedModel(LinearModel.read(path, as: format))
      let ours = try read(path)
      #expect(ours.table == theirs.table)
      #expect(ours.columnNames == theirs.columnNames && ours.rowNames == theirs.rowNames)
    }
  }

  @Test(
    "The models with published optima", arguments: ["c515-1.lp", "c515-2.mps", "c515-3.mps", "d05100.lp"])
  func published(_ name: String) throws {
    let path = "\(projectRoot)/Tests/Models/\(name)"
    let format: ModelFormat = name.hasSuffix("lp") ? .lp : .freeMPS
    let theirs = try NamedModel(LinearModel.read(path, as: format))
    let ours = try read(path)
    #expect(ours.table == theirs.table)
    #expect(ours.columnNames == theirs.columnNames && ours.rowNames == theirs.rowNames)
  }

  @Test("A model put into the solver from plain values is the model that was read")
  func backIntoTheSolver() throws {
    withEvery(50) { chance in
      let table = try Self.model(&chance).table()
      try hold(try LinearModel(table).table() == table, "the table changed")
    }
  }

  @Test("Damaged files are read or refused with a place, and what both readers take they read alike")
  func damaged() throws {
    let folder = try TemporaryFolder()
    for format in ModelFormat.allCases {
      let path = folder.path + (format == .lp ? "/model.lp" : "/model.mps")
      withEvery(300) { chance in
        try Self.model(&chance).write(to: path, as: format)
        var bytes = Array(try TextFile.read(path).utf8)
        for _ in 0...chance.index(below: 3) { Self.damage(&bytes, &chance) }
        let ours: NamedModel
        do {
          ours = try bytes.withUnsafeBytes { bytes in
            format == .lp ? try ModelFile.readLP(bytes, path) : try ModelFile.readMPS(bytes, path)
          }
        } catch let error as Problems {
          try hold(
            error.all.allSatisfy { ($0.line > 0 && $0.column > 0 || bytes.isEmpty) && !$0.expected.isEmpty },
            "\(error)")
          return
        }
        try hold(ours.table.columns.count == ours.columnNames.count, "a column without a name")
        try hold(ours.table.rows.count == ours.rowNames.count, "a row without a name")
        try hold(Int(ours.table.rowStarts.last!) == ours.table.entryColumns.count, "entries are left over")
        try AtomicFile.write(String(decoding: bytes, as: UTF8.self), to: path)
        guard ours.warnings.isEmpty, let live = try? LinearModel.read(path, as: format) else { return }
        let theirs = try NamedModel(live)
        try hold(
          ours.columnNames == theirs.columnNames && ours.rowNames == theirs.rowNames
            && ours.table == theirs.table,
          "\(format): \(ours) for \(theirs)\n\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ chance: inout SplitMix) {
    if bytes.isEmpty { return }
    let place = chance.index(below: bytes.count)
    switch chance.index(below: 5) {
    case 0: bytes[place] = UInt8(chance.index(below: 128))
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chance.index(below: 30)))
    case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
    case 3: bytes.removeSubrange(place...)
    default: bytes.insert(Array("+-:<=>.[]e 1\n$\\".utf8)[chance.index(below: 15)], at: place)
    }
  }
}
