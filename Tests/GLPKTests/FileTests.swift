import TandemChance
import TandemGLPK
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Models in files")
struct FileTests {
  /// A path in a folder that is removed afterwards.
  static func withFile(_ ending: String, _ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try withExtendedLifetime(folder) { try body("\(folder.path)/model.\(ending)") }
  }

  static func write(_ text: String, to path: String) {
    let file = fopen(path, "w")!
    fputs(text, file)
    fclose(file)
  }

  /// A model with every kind of limit, whole and continuous columns, and negative numbers.
  static func mixed(_ chance: inout SplitMix, ranged: Bool = true) throws -> LinearModel {
    let model = try LinearModel(.maximize)
    let limits: [Limits] = [.nonNegative, .unit, Limits(from: -3, to: 8), .atMost(9), .exactly(2)]
    for j in 0..<8 {
      try model.addColumn(
        objective: Double(1 + chance.index(below: 9)), limits: limits[j % limits.count],
        kind: j % 2 == 0 ? .integer : .continuous)
      try model.nameColumn(j, "x\(j)")
    }
    for i in 0..<5 {
      let columns = (0..<Int32(8)).filter { _ in chance.flip(0.6) }
      let values = columns.map { _ in 1 + Double(chance.index(below: 40)) / 8 }
      let row: Limits = i == 3 && ranged ? Limits(from: -50, to: 60) : i == 4 ? .atLeast(-70) : .atMost(40)
      try model.addRow(row, columns: columns, values: values)
      try model.nameRow(i, "row\(i)")
    }
    try model.addRow(.atMost(90), columns: Array(0..<8), values: Array(repeating: 1, count: 8))
    try model.nameRow(5, "all")
    return model
  }

  @Test("MPS gives back the same columns, rows and coefficients; it knows no direction")
  func mpsRoundTrip() throws {
    for format in [ModelFormat.freeMPS, .fixedMPS] {
      withEvery(10) { chance in
        let model = try Self.mixed(&chance)
        try Self.withFile("mps") { path in
          try model.write(to: path, as: format)
          let back = try LinearModel.read(path, as: format)
          try hold(back.direction == .minimize, "a direction came out of MPS")
          try back.setDirection(.maximize)
          try hold(try back.table() == model.table(), "\(format): the table changed")
          try hold(try back.columnName(3) == "x3" && back.rowName(5) == "all", "names changed")
        }
      }
    }
  }

  @Test("LP gives back the same model, with its direction, whatever the order of its columns")
  func lpRoundTrip() throws {
    withEvery(10) { chance in
      let model = try Self.mixed(&chance, ranged: false)
      try Self.withFile("lp") { path in
        try model.write(to: path, as: .lp)
        let back = try LinearModel.read(path, as: .lp)
        try hold(back.direction == .maximize, "the direction was lost")
        try hold(back.columnCount == 8, "\(back.columnCount) columns")
        let before = try model.table()
        let after = try back.table()
        for j in 0..<8 {
          let name = try back.columnName(j)!
          let original = Int(String(name.dropFirst()))!
          try hold(after.columns[j] == before.columns[original], "column \(name) changed")
        }
        try hold(
          before.entryValues.sorted() == after.entryValues.sorted(), "coefficients changed")
        let first = try model.solveInteger().solution?.value
        let second = try back.solveInteger().solution?.value
        try hold(first == second || abs(first! - second!) < 1e-9, "\(first as Any) and \(second as Any)")
      }
    }
  }

  @Test("A row limited on both sides comes back from LP as an equation with a slack, and means the same")
  func lpRange() throws {
    var chance = SplitMix(seed: 1)
    let model = try Self.mixed(&chance)
    try Self.withFile("lp") { path in
      try model.write(to: path, as: .lp)
      let back = try LinearModel.read(path, as: .lp)
      #expect(back.columnCount == 9)
      let first = try #require(try model.solveInteger().solution).value
      let second = try #require(try back.solveInteger().solution).value
      #expect(abs(first - second) < 1e-9)
    }
  }

  @Test("A mistake in an LP file is told with its line")
  func lpMistake() throws {
    try Self.withFile("lp") { path in
      Self.write("Maximize\n obj: 3 x + 2 y\nSubject To\n c1: x + + <= 4\nEnd\n", to: path)
      let error = #expect(throws: ModelError.self) { _ = try LinearModel.read(path, as: .lp) }
      guard case .file(let told, let line, let text)? = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(told == path && line == 4 && !text.isEmpty)
    }
  }

  @Test("A mistake in an MPS file is told with its line")
  func mpsMistake() throws {
    try Self.withFile("mps") { path in
      Self.write("NAME t\nROWS\n N obj\n L c1\nCOLUMNS\n x obj 1 c2 1\nENDATA\n", to: path)
      let error = #expect(throws: ModelError.self) { _ = try LinearModel.read(path, as: .freeMPS) }
      guard case .file(let told, let line, let text)? = error else {
        Issue.record("\(error as Any)")
        return
      }
      #expect(told == path && line == 6 && text.contains("c2"))
    }
  }

  @Test("A file that is not there, or cannot be written, is an error with its path")
  func missing() throws {
    let error = #expect(throws: ModelError.self) {
      _ = try LinearModel.read("/nonexistent/model.lp", as: .lp)
    }
    guard case .file("/nonexistent/model.lp", nil, _)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    let model = try LinearTests.textbook()
    #expect(throws: ModelError.self) { try model.write(to: "/nonexistent/model.lp", as: .lp) }
    #expect(try model.solve().solution?.value == 36)
  }

  @Test("Files that were damaged at random are read or refused, and never end the process")
  func damagedFiles() throws {
    var chance = SplitMix(seed: 12)
    for format in ModelFormat.allCases {
      try Self.withFile("model") { path in
        try Self.mixed(&chance).write(to: path, as: format)
        let whole = try TextFile.read(path)
        for round in 0..<150 {
          var bytes = Array(whole.utf8)
          for _ in 0...chance.index(below: 4) {
            let place = chance.index(below: bytes.count)
            switch chance.index(below: 3) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chance.index(below: 30)))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            }
          }
          Self.write(String(decoding: bytes, as: UTF8.self), to: path)
          do throws(ModelError) {
            _ = try LinearModel.read(path, as: format).table()
          } catch {
            guard case .file(path, _, let text) = error, !text.isEmpty else {
              Issue.record("\(format), round \(round): \(error)")
              continue
            }
          }
        }
      }
    }
  }
}
