import TandemFiles
import TandemGLPK
import TandemModels
import Testing

@Suite("The LP format")
struct LPSyntaxTests {
  private static func limits(_ model: NamedModel, _ name: String) -> Limits? {
    model.columnNames.all.firstIndex(of: name).map { model.table.columns[$0].limits }
  }

  private static func row(_ model: NamedModel, _ row: Int) -> [String: Double] {
    var entries: [String: Double] = [:]
    for entry in model.table.entries(ofRow: row) {
      entries[model.columnNames[Int(model.table.entryColumns[entry])]] = model.table.entryValues[entry]
    }
    return entries
  }

  @Test("Coefficients stand before names with or without a blank, and behind any sign")
  func coefficients() throws {
    let model = try lp("max\nobj: - 3 x + 2y - z + .5 w\nst\nc: 1.e1 x - 2e-1y + 3 e1 <= 4\nend\n")
    #expect(model.table.direction == .maximize)
    #expect(model.columnNames.all == ["x", "y", "z", "w", "e1"])
    #expect(model.table.columns.map(\.objective) == [-3, 2, -1, 0.5, 0])
    #expect(Self.row(model, 0) == ["x": 10, "y": -0.2, "e1": 3])
  }

  @Test("An expression goes on over lines, comments and empty lines")
  func manyLines() throws {
    let model = try lp(
      "\\ a comment\nMinimize \\ another\n cost: x\n  + 2\n\n y \\ of y\n\nSubject To\n c1: x\n + y\n >=\n 3\nEnd"
    )
    #expect(model.table.columns.map(\.objective) == [1, 2])
    #expect(model.table.rows == [.atLeast(3)])
  }

  @Test(
    "Every way to write a relation",
    arguments: [
      ("<=", Limits.atMost(4)), ("<", .atMost(4)), ("=<", .atMost(4)), (">=", .atLeast(4)),
      (">", .atLeast(4)),
      ("=>", .atLeast(4)), ("=", .exactly(4)),
    ])
  func relations(sign: String, limits: Limits) throws {
    #expect(try lp("min\n x\nst\n x \(sign) 4\nend\n").table.rows == [limits])
    #expect(try lp("min\n x\nst\n x\(sign)4\nend\n").table.rows == [limits])
    #expect(try lp("min\n x\nst\n x \(sign) - 4\nend\n").table.rows != [limits])
  }

  @Test("Rows may be limited on both sides, or from the left")
  func ranges() throws {
    let model = try lp(
      "min\n x\nst\n a: 2 <= x + y <= 5\n b: -inf <= x - y <= 7\n c: 9 >= x >= -1\n d: 3 <= x + y\nend\n")
    #expect(model.table.rows == [Limits(from: 2, to: 5), .atMost(7), Limits(from: -1, to: 9), .atLeast(3)])
  }

  @Test("Rows without a label are called by their line")
  func unlabelled() throws {
    let model = try lp("min\n x\nst\n x <= 1\n\n + y >= 2\n last: x + y <= 3\nend\n")
    #expect(model.rowNames.all == ["r.4", "r.6", "last"])
  }

  @Test("Every way to write a bound")
  func bounds() throws {
    let model = try lp(
      """
      min
       a + b + c + d + e + f + g + h + i + j + k
      st
       r: a >= 0
      Bounds
       a <= 4
       -2 <= b <= 3.5
       c >= -1e3
       d = 7
       e free
       -inf <= f <= 5
       -Infinity <= g
       h >= -inf
       i <= +infinity
       6 >= j
       1 <= k
       k <= 1e30
      End
      """)
    #expect(
      model.table.columns.map(\.limits) == [
        Limits(from: 0, to: 4), Limits(from: -2, to: 3.5), .atLeast(-1000), .exactly(7), .free, .atMost(5),
        .free,
        .free, .nonNegative, Limits(from: 0, to: 6), .atLeast(1),
      ])
  }

  @Test("Whole and binary variables, in sections of any spelling and order")
  func kinds() throws {
    let model = try lp(
      "max\n a + b + c + d + e\nst\n r: a + b <= 1\nBINARIES\n a b\nGenerals\n c\nint\n d\nBounds\n b = 1\n c <= 9\nEnd\n"
    )
    #expect(model.table.columns.map(\.kind) == [.integer, .integer, .integer, .integer, .continuous])
    #expect(
      model.table.columns.map(\.limits) == [
        .unit, .exactly(1), Limits(from: 0, to: 9), .nonNegative, .nonNegative,
      ])
  }

  @Test("Binary narrows what the bounds said")
  func binaryBounds() throws {
    let model = try lp("max\n a + b\nst\n a + b <= 1\nBounds\n 0 <= a <= 5\n b <= 0\nBinary\n a\n b\nEnd\n")
    #expect(model.table.columns.map(\.limits) == [.unit, .exactly(0)])
  }

  @Test("A constant in the objective, and a variable that stands twice in a row")
  func sums() throws {
    let model = try lp("min\n obj: x + 10 - y - 3\nst\n c: x + y + x - y <= 4\n d: y <= 1\nend\n")
    #expect(model.table.objectiveConstant == 7)
    #expect(Self.row(model, 0) == ["x": 2])
    #expect(Self.row(model, 1) == ["y": 1])
  }

  @Test("An empty objective, no rows at all, and names with brackets and other signs")
  func extremes() throws {
    #expect(
      try lp("Minimize\n obj:\nSubject To\n c: x[1,2] + a#$% >= 1\nEnd\n").columnNames.all == [
        "x[1,2]", "a#$%",
      ])
    #expect(try lp("Maximize\n 2 x\nBounds\n x <= 3\nEnd\n").table.rows.isEmpty)
  }

  @Test("Words that open sections are names where they cannot be keywords")
  func keywordsAsNames() throws {
    let model = try lp(
      "max\n end + st + free\nst\n bounds: end + 2 st <= 4\n int + max <= 1\nbounds\n free free\ngen\n end\nend\n"
    )
    #expect(model.columnNames.all == ["end", "st", "free", "int", "max"])
    #expect(model.rowNames.all == ["bounds", "r.5"])
    #expect(Self.limits(model, "free") == .free)
    #expect(model.table.columns[0].kind == .integer)
  }

  @Test("Sections for what is not linear are passed over when nothing is in them")
  func emptySections() throws {
    let model = try lp("max\n x\nst\n c: x <= 1\nbin\n x\nsemi-continuous\nsos\nend\n")
    #expect(model.columnNames.all == ["x"] && model.warnings.isEmpty)
  }

  @Test("Keywords may be indented when they stand alone on their line")
  func indented() throws {
    let model = try lp("  Maximize\n  x + y\n  Subject To\n  x + y <= 3\n  Binary\n  x\n  y\n  End\n")
    #expect(model.columnNames.all == ["x", "y"])
    #expect(model.table.columns.map(\.isBinary) == [true, true])
  }

  @Test("Other line ends, tabulators and a byte order mark change nothing")
  func layout() throws {
    let plain = try lp("Max\n x + y\nst\n c: x + y <= 3\nEnd\n")
    for text in [
      "Max\r\n x + y\r\nst\r\n c: x + y <= 3\r\nEnd\r\n", "\u{FEFF}Max\n\tx\t+\ty\nst\n\tc:x+y<=3\nEnd",
    ] {
      let model = try lp(text)
      #expect(model.table == plain.table && model.rowNames == plain.rowNames)
    }
  }

  @Test("A file without its End is read with a warning: it may be cut off")
  func missingEnd() throws {
    let model = try lp("max\n x\nst\n c: x <= 3\n")
    #expect(model.warnings.map(\.kind) == ["end missing"])
    #expect(try lp("max\n x\nst\n c: x <= 3\nend").warnings.isEmpty)
  }

  @Test(
    "A mistake is told with line, column, what stands there and what was expected",
    arguments: [
      ("max\n x\nst\n c: x + + y <= 1\nend\n", 4, 9, "+", "the name of a variable"),
      ("max\n x\nst\n c: x y <= 1\nend\n", 4, 7, "y", "+, - or a relation: <=, >= or ="),
      ("max\n x\nst\n c: x <= 1 y\nend\n", 4, 12, "y", "the end of the line behind the right-hand side"),
      ("max\n x\nst\n c: x <= y\nend\n", 4, 10, "y", "the number on the right-hand side"),
      ("max\n x\nst\n c: x <= 1\n c: x <= 2\nend\n", 5, 2, "c", "a name that no other row has"),
      (
        "max\n x\nst\n c: x <= 1\nbounds\n x\nend\n", 7, 1, "end",
        "a relation or the word free behind the variable"
      ),
      (
        "max\n x\nst\n c: x <= 1\nbounds\n x <= -inf\nend\n", 6, 8, "inf",
        "a finite number on this side of the relation"
      ),
      ("max\n x\nst\n c: 1 <= x >= 0\nend\n", 4, 12, ">=", "a second relation only as in 2 <= x + y <= 5"),
      ("max\n [ x ^2 ]\nst\n c: x <= 1\nend\n", 2, 2, "[", "a linear objective"),
      ("max\n x\nst\n c: 2e x <= 1\nend\n", 4, 5, "2e", "a number within the range of double precision"),
      (
        "max\n x\nst\n c: x <= 1\nsos\n s: x\nend\n", 6, 2, "s",
        "a linear model; what this section holds cannot be solved"
      ),
      ("hello\n", 1, 1, "hello", "Minimize or Maximize"),
      ("max\n x\nst\n c: x <=", 4, 9, "", "the number on the right-hand side, but the file ends here"),
      ("max\n x\nst\n c: x <= 1\nend\nmore\n", 6, 1, "more", "nothing behind End"),
    ])
  func mistakes(text: String, line: Int, column: Int, value: String, expected: String) throws {
    let problems = #expect(throws: Problems.self) { _ = try lp(text) }
    let problem = try #require(problems?.all.first)
    #expect(problem.file == "model.lp" && problem.line == line && problem.column == column)
    #expect(problem.value == value && problem.expected == expected)
  }
}
