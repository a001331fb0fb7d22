import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The four files of a cohort folder, opened.
struct CohortFiles {
  let donors: MappedFile?
  let recipients: MappedFile?
  let antibodies: MappedFile?
  let centres: MappedFile?

  /// Opens what is there and notes what is missing.
  init(_ folder: String, _ problems: inout [Problem]) {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      problems.append(
        Problem(
          kind: "no such folder", file: folder,
          expected: "a folder with donors.csv and recipients.csv; `tandem generate --out \(folder)` makes one"
        ))
      (donors, recipients, antibodies, centres) = (nil, nil, nil, nil)
      return
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    func open(_ name: String, without: String?) -> MappedFile? {
      if let without, access(base + name, F_OK) != 0 {
        problems.append(Problem(.warning, kind: "missing file", file: base + name, expected: without))
        return nil
      }
      do {
        return try MappedFile(base + name)
      } catch {
        problems.append(error)
        return nil
      }
    }
    donors = open("donors.csv", without: nil)
    recipients = open("recipients.csv", without: nil)
    antibodies = open(
      "antibodies.csv",
      without: "this file; without it only recipients whose cpra is 0 count as free of antibodies")
    centres = open("centres.csv", without: "this file; without it distances, ischaemia and beds are unknown")
  }

  /// The files that are there, in the order of the digest.
  var present: [MappedFile] { [donors, recipients, antibodies, centres].compactMap { $0 } }
}
