public import TandemFiles

/// An IPD-IMGT/HLA release as the user downloaded it.
///
/// Read from a folder, or its `wmda` folder: `hla_nom_p.txt`, `hla_nom_g.txt`, `rel_dna_ser.txt`,
/// `rel_ser_ser.txt`, and when they are there `hla_nom.txt`, `Allelelist.txt`, `Allelelist_history.txt` for
/// alleles that were renamed or deleted. The formats: the README of the release's `wmda` folder. Nothing of
/// a release is shipped with this project.
public struct Release: Sendable {
  /// The folder as the user gave it.
  public let folder: String
  let files: [String: MappedFile]

  static let required = ["hla_nom_p.txt", "hla_nom_g.txt", "rel_dna_ser.txt", "rel_ser_ser.txt"]
  static let optional = ["hla_nom.txt", "Allelelist.txt", "Allelelist_history.txt"]

  /// Opens the files of a release, or throws which are missing.
  public init(_ folder: String) throws(Problems) {
    self.folder = folder
    var files: [String: MappedFile] = [:]
    var problems: [Problem] = []
    for name in Release.required + Release.optional {
      if let file = Release.open(name, in: folder) {
        files[name] = file
      } else if Release.required.contains(name) {
        problems.append(
          Problem(
            kind: "missing file", file: "\(folder)/\(name)",
            expected: "the file \(name) of an IPD-IMGT/HLA release, in the folder or in its folder wmda"))
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
    self.files = files
  }

  private static func open(_ name: String, in folder: String) -> MappedFile? {
    for place in ["\(folder)/\(name)", "\(folder)/wmda/\(name)", "\(folder)/../\(name)"] {
      if let file = try? MappedFile(place) { return file }
    }
    return nil
  }

  func bytes(_ name: String) -> UnsafeRawBufferPointer? { files[name]?.bytes }
}

extension Nomenclature {
  /// The nomenclature of a release, compiled from its tables.
  public init(_ release: Release) throws(Problems) {
    var compiler = ReleaseCompiler(release)
    self = try compiler.compile()
  }
}
