internal import CTandemGuard

/// How a model is written down.
public enum ModelFormat: Int32, Sendable, CaseIterable {
  /// The LP format of CPLEX.
  case lp = 0
  /// MPS with fields parted by blanks.
  case freeMPS = 1
  /// MPS with fields in fixed columns.
  case fixedMPS = 2
}

extension LinearModel {
  /// Reads a model from a file. MPS says nothing of the direction: it comes out as minimize.
  ///
  /// A right-hand side of the objective is subtracted from it, as nearly all programs that know MPS have it;
  /// GLPK itself would add it.
  public static func read(_ path: String, as format: ModelFormat) throws(ModelError) -> LinearModel {
    let model = try LinearModel()
    let code = tandem_read(model.handle, format.rawValue, path)
    if code == Int32(tandem_failed.rawValue) { throw fileError(path) }
    try check(code)
    var shape = tandem_shape()
    try check(tandem_get_shape(model.handle, &shape))
    model.rowCount = Int(shape.rows)
    model.columnCount = Int(shape.columns)
    model.direction = shape.maximize != 0 ? .maximize : .minimize
    if format != .lp && shape.objective_constant != 0 {
      try model.setObjectiveConstant(-shape.objective_constant)
    }
    return model
  }

  /// Writes the model to a file; MPS with the negated constant as right-hand side of the objective. LP files
  /// of the solver hold no constant.
  public func write(to path: String, as format: ModelFormat) throws(ModelError) {
    var shape = tandem_shape()
    try check(tandem_get_shape(handle, &shape))
    let isTurned = format != .lp && shape.objective_constant != 0
    if isTurned { try setObjectiveConstant(-shape.objective_constant) }
    let code = tandem_write(handle, format.rawValue, path)
    if isTurned && isAlive { try setObjectiveConstant(shape.objective_constant) }
    if code == Int32(tandem_failed.rawValue) { throw LinearModel.fileError(path) }
    try check(code)
  }

  /// The reader's complaint: `path:line: text` when it knows the line, else `path: text` or any text.
  private static func fileError(_ path: String) -> ModelError {
    let lines = String(cString: tandem_text()).split(separator: "\n").map(String.init)
    for line in lines where line.hasPrefix(path + ":") {
      let rest = line.dropFirst(path.count + 1)
      let digits = rest.prefix(while: \.isNumber)
      let text = rest.dropFirst(digits.count).drop { $0 == ":" || $0 == " " }
      if let number = Int(digits) { return .file(path: path, line: number, String(text)) }
    }
    let complaint = lines.last { !$0.hasPrefix("Reading ") && !$0.hasPrefix("Writing ") }
    return .file(path: path, line: nil, complaint ?? "the file cannot be read or written")
  }
}
