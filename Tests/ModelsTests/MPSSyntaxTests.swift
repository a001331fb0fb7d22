import TandemFiles
import TandemGLPK
import TandemModels
import Testing

@Suite("The MPS format")
struct MPSSyntaxTests {
  /// A free model with these sections behind its columns x, y (continuous) and i, j (between markers).
  private static func model(_ sections: String) throws -> NamedModel {
    try mps(
      """
      NAME test
      ROWS
       N cost
       L low
       G high
       E same
       N other
      COLUMNS
       x cost 1 low 2
       x high 3
       y low 1.5 other 7
       M1 'MARKER' 'INTORG'
       i same 1
       j same -1 cost -4
       M2 'MARKER' 'INTEND'
      \(sections)
      ENDATA
      """)
  }

  @Test("Rows, columns, markers; free rows beside the objective are dropped")
  func sections() throws {
    let model = try Self.model("RHS\n RHS low 4 high 1\n RHS same 2")
    #expect(model.rowNames.all == ["low", "high", "same"])
    #expect(model.columnNames.all == ["x", "y", "i", "j"])
    #expect(model.table.columns.map(\.objective) == [1, 0, 0, -4])
    #expect(model.table.columns.map(\.kind) == [.continuous, .continuous, .integer, .integer])
    #expect(model.table.rows == [.atMost(4), .atLeast(1), .exactly(2)])
    #expect(model.table.rowStarts == [0, 2, 3, 5])
    #expect(model.table.entryColumns == [0, 1, 0, 2, 3])
    #expect(model.table.entryValues == [2, 1.5, 3, 1, -1])
  }

  @Test("A right-hand side of the objective is subtracted from it")
  func objectiveConstant() throws {
    #expect(try Self.model("RHS\n RHS cost 10").table.objectiveConstant == -10)
    #expect(try Self.model("RHS\n RHS cost -2.5 low 1").table.objectiveConstant == 2.5)
    #expect(try Self.model("RHS\n RHS other 3").table.objectiveConstant == 0)
  }

  @Test("Ranges open a row to the other side; those of equations go where their sign points")
  func ranges() throws {
    func rows(_ ranges: String) throws -> [Limits] {
      try Self.model("RHS\n RHS low 4 high 1\n RHS same 2\nRANGES\n" + ranges).table.rows
    }
    #expect(
      try rows(" R low 3 high -5\n R same 6") == [
        Limits(from: 1, to: 4), Limits(from: 1, to: 6), Limits(from: 2, to: 8),
      ])
    #expect(try rows(" R same -6")[2] == Limits(from: -4, to: 2))
    #expect(try rows(" R low 0 same 0") == [.exactly(4), .atLeast(1), .exactly(2)])
  }

  @Test(
    "Every kind of bound",
    arguments: [
      ("LO B x -3", Limits.atLeast(-3), ColumnKind.continuous),
      ("UP B x 8", Limits(from: 0, to: 8), .continuous),
      ("FX B x 5", .exactly(5), .continuous), ("FR B x", .free, .continuous),
      ("MI B x\n UP B x 2", .atMost(2), .continuous), ("PL B x", .nonNegative, .continuous),
      ("BV B x", .unit, .integer), ("LI B x 2", .atLeast(2), .integer),
      ("UI B x 7.5", Limits(from: 0, to: 7), .integer),
      ("UP B x 1e30", .nonNegative, .continuous), ("UP B x Inf", .nonNegative, .continuous),
      ("LO B x -1e30", .free, .continuous), ("UP B x -5", Limits(from: 0, to: -5), .continuous),
      ("UP x 8", Limits(from: 0, to: 8), .continuous), ("FR x", .free, .continuous),
      ("BV x", .unit, .integer),
    ])
  func bounds(text: String, limits: Limits, kind: ColumnKind) throws {
    let column = try Self.model("BOUNDS\n \(text)").table.columns[0]
    #expect(column.limits == limits && column.kind == kind)
  }

  @Test(
    "Columns between markers are binary until a bound speaks of them",
    arguments: [
      ("", Limits.unit), ("LO B i 2", .atLeast(2)), ("MI B i", .free), ("PL B i", .nonNegative),
      ("UP B i 9", Limits(from: 0, to: 9)), ("LI B i 0", .nonNegative),
    ])
  func markedBounds(text: String, limits: Limits) throws {
    let model = try Self.model(text.isEmpty ? "" : "BOUNDS\n \(text)")
    #expect(model.table.columns[2].limits == limits)
    #expect(model.table.columns[3].limits == .unit)
  }

  @Test("The name of a right-hand side may be left out")
  func unnamed() throws {
    #expect(
      try Self.model("RHS\n low 4 high 1\n same 2").table.rows == [.atMost(4), .atLeast(1), .exactly(2)])
  }

  @Test(
    "OBJSENSE, on its line or on the next",
    arguments: [
      ("OBJSENSE MAX", Direction.maximize), ("OBJSENSE\n    MAX", .maximize),
      ("OBJSENSE\n MAXIMIZE", .maximize),
      ("OBJSENSE\n MIN", .minimize),
    ])
  func direction(text: String, direction: Direction) throws {
    let model = try mps("NAME t\n\(text)\nROWS\n N c\n L r\nCOLUMNS\n x c 1 r 1\nENDATA\n")
    #expect(model.table.direction == direction)
  }

  @Test("Comments, empty lines, tabulators and other line ends change nothing")
  func layout() throws {
    let plain = try mps("NAME t\nROWS\n N c\n L r\nCOLUMNS\n x c 1 r 2\nRHS\n b r 4\nENDATA\n")
    let odd = try mps(
      "* first\r\nNAME t\r\nROWS\r\n N c\r\n* between\r\n L r\r\n\r\nCOLUMNS\r\n\tx\tc\t1\tr\t2 $ why\r\nRHS\r\n b r 4\r\nENDATA\r\n"
    )
    #expect(odd.table == plain.table)
  }

  @Test("Fixed fields may hold blanks, and leave their first name away")
  func fixed() throws {
    let model = try mps(
      """
      NAME          TEST
      ROWS
       N  COST
       L  LIM 1
       G  MYEQN
      COLUMNS
          X ONE     COST               1.0   LIM 1              1.0
                    MYEQN              2.5
          Y         LIM 1              1.0
      RHS
                    LIM 1              4.0   MYEQN              1.0
      BOUNDS
       UP           X ONE              4.0
      ENDATA
      """)
    #expect(model.rowNames.all == ["LIM1", "MYEQN"])
    #expect(model.columnNames.all == ["XONE", "Y"])
    #expect(model.table.rows == [.atMost(4), .atLeast(1)])
    #expect(model.table.columns[0].limits == Limits(from: 0, to: 4))
    #expect(model.table.entryValues == [1, 1, 2.5])
  }

  @Test(
    "A mistake is told with line, column, what stands there and what was expected",
    arguments: [
      ("RHS\n RHS lo 4", 17, 6, "lo", "a row that the ROWS section has"),
      ("RHS\n RHS low 4x", 17, 10, "4x", "a number"),
      ("RHS\n RHS low", 17, 2, "RHS", "a row that the ROWS section has"),
      ("RHS\n RHS low 1\n RHS low 2", 18, 6, "low", "one right-hand side for each row"),
      ("BOUNDS\n UP B z 4", 17, 7, "z", "a column that the COLUMNS section has"),
      ("BOUNDS\n XX B x 4", 17, 2, "XX", "LO, UP, FX, FR, MI, PL, BV, LI or UI"),
      ("BOUNDS\n UP B x 4\n UP B x 5", 18, 7, "x", "each limit of a column once"),
      ("QUADOBJ\n x x 1", 16, 1, "QUADOBJ", "NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA"),
      ("ROWS\n L again", 16, 1, "ROWS", "each section once"),
    ])
  func mistakes(text: String, line: Int, column: Int, value: String, expected: String) throws {
    let problems = #expect(throws: Problems.self) { _ = try Self.model(text) }
    let problem = try #require(problems?.all.first)
    #expect(problem.file == "model.mps" && problem.line == line && problem.column == column)
    #expect(problem.value == value && problem.expected == expected)
  }

  @Test("All mistakes are told in one pass, and a file that is cut off is one")
  func manyMistakes() throws {
    let problems = #expect(throws: Problems.self) {
      _ = try Self.model("RHS\n RHS lo 4\n RHS hig 4\nBOUNDS\n UP B z 4\n UP B x 3q")
    }
    #expect(problems?.all.map(\.line) == [17, 18, 20, 21])
    let cut = #expect(throws: Problems.self) {
      _ = try mps("NAME t\nROWS\n N c\n L r\nCOLUMNS\n x c 1 r 1\n")
    }
    #expect(cut?.all.map(\.expected) == ["ENDATA on the last line, but the file ends here"])
  }

  @Test("Sections without what they stand on, and records without a section, are mistakes")
  func order() throws {
    let early = #expect(throws: Problems.self) { _ = try mps("COLUMNS\n x r 1\nROWS\n L r\nENDATA\n") }
    #expect(early?.all.map(\.expected) == ["a row that the ROWS section has"])
    let loose = #expect(throws: Problems.self) { _ = try mps(" x r 1\nENDATA\n") }
    #expect(loose?.all.map(\.line) == [1])
  }
}
