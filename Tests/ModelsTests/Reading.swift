import TandemFiles
import TandemModels
import TestSupport

/// A model from LP text, by this project's reader alone.
func lp(_ text: String) throws -> NamedModel {
  let bytes = Array(text.utf8)
  return try bytes.withUnsafeBytes { try ModelFile.readLP($0, "model.lp") }
}

/// A model from MPS text, by this project's reader alone.
func mps(_ text: String) throws -> NamedModel {
  let bytes = Array(text.utf8)
  return try bytes.withUnsafeBytes { try ModelFile.readMPS($0, "model.mps") }
}

/// A model in an LP or MPS file, by this project's reader alone.
func read(_ path: String) throws -> NamedModel {
  try MappedFile(path).withBytes { bytes in
    path.hasSuffix(".lp") ? try ModelFile.readLP(bytes, path) : try ModelFile.readMPS(bytes, path)
  }
}

extension Names {
  var all: [String] { (0..<count).map { self[$0] } }
}
