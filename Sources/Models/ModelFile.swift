public import TandemFiles
public import TandemGLPK

/// Reading a model from a file.
public enum ModelFile {
  /// Reads an LP file of CPLEX or an MPS file, free or fixed; the ending of the name tells which.
  ///
  /// Nothing in an MPS file tells free from fixed: it is read as free first. What the readers of this room
  /// do not understand is given to the solver's own reader, so that nothing is refused that it takes;
  /// `remark` is told then. Throws what the reader that came farther found wrong, all of it.
  public static func read(_ path: String, remark: (String) -> Void = { _ in }) throws -> NamedModel {
    let ending = path.lowercased()
    let isLP = ending.hasSuffix(".lp")
    guard isLP || ending.hasSuffix(".mps") else {
      throw Problem(kind: "unknown format", file: path, expected: "a file that ends in .lp or .mps")
    }
    let file = try MappedFile(path)
    let found: Problems
    do throws(Problems) {
      return try file.withBytes { (bytes) throws(Problems) in
        isLP ? try readLP(bytes, path, file: file) : try readMPS(bytes, path, file: file)
      }
    } catch {
      found = error
    }
    // Another reader would only take what is not linear for something else.
    if found.all[0].kind == LPReader.notSupported { throw found }
    for format in isLP ? [ModelFormat.lp] : [.freeMPS, .fixedMPS] {
      guard let live = try? LinearModel.read(path, as: format) else { continue }
      remark("\(path) was read by the solver's own reader, because of this: \(found.all[0])")
      return try NamedModel(live)
    }
    throw found
  }

  /// Reads an LP model from bytes. Those of a `file` are let go as they are read.
  public static func readLP(
    _ bytes: UnsafeRawBufferPointer, _ path: String, file: MappedFile? = nil
  ) throws(Problems) -> NamedModel {
    let text = try nonEmpty(bytes, path, file)
    do throws(Problem) {
      return try LPBytes.all.withUnsafeBufferPointer { (meanings) throws(Problem) in
        var reader = LPReader(text, meanings: meanings.baseAddress!)
        return try reader.read()
      }
    } catch {
      throw Problems(error)
    }
  }

  /// Reads an MPS model from bytes, as free and, where that fails, as fixed. Those of a `file` are let go as
  /// they are read.
  public static func readMPS(
    _ bytes: UnsafeRawBufferPointer, _ path: String, file: MappedFile? = nil
  ) throws(Problems) -> NamedModel {
    let text = try nonEmpty(bytes, path, file)
    var free = MPSReader(text, fixed: false)
    do throws(Problems) {
      return try free.read()
    } catch let first {
      var fixed = MPSReader(text, fixed: true)
      do throws(Problems) { return try fixed.read() } catch {
        throw first.all[0].line < error.all[0].line ? error : first
      }
    }
  }

  private static func nonEmpty(
    _ bytes: UnsafeRawBufferPointer, _ path: String, _ file: MappedFile?
  ) throws(Problems) -> ModelText {
    if bytes.isEmpty { throw Problems(Problem(kind: "empty file", file: path, expected: "a model")) }
    return ModelText(bytes, path: path, file: file)
  }
}

extension NamedModel {
  /// The plain values and names of a model that is alive in the solver. What has no name gets one.
  public init(_ live: LinearModel) throws(ModelError) {
    var rowNames = Names()
    var columnNames = Names()
    for row in 0..<live.rowCount { rowNames.append(try live.rowName(row) ?? "row\(row + 1)") }
    for column in 0..<live.columnCount {
      columnNames.append(try live.columnName(column) ?? "column\(column + 1)")
    }
    self.init(table: try live.table(), rowNames: rowNames, columnNames: columnNames)
  }
}
