import TandemArguments
import TandemFiles
import TandemHLA

/// `tandem hla`: the HLA tools on their own.
let hla: Command = Command(
  "hla", "Reads, reduces and compares HLA typings, and judges antibodies.",
  discussion: """
    Names are read at every resolution: alleles (A*02:01:01:01, A*02:01, A*02), groups (A*02:01P, \
    A*02:01:01G), families (A*02:XX), multiple-allele codes (A*02:AB), antigens (A2, B62, Cw10, DR17, DQ8), \
    with or without HLA- in front, and old forms without colons (A*0201). Typings are GL Strings, such as \
    A*02:01+A*03:01^B*07:02+B*08:01.

    Without --release, names are looked up in the project's own table of common alleles; a name outside it \
    stands for itself, and the result says so.
    """,
  subcommands: [hlaReduce, hlaMismatch, hlaTCE, hlaCrossmatch, hlaCPRA])

/// What the HLA commands share.
enum HLAOptions {
  static let release = Option<String?>(
    "release", value: "DIR", otherwise: "the built-in table of common alleles", completes: .folder,
    help: """
      Folder of an IPD-IMGT/HLA release with hla_nom_p.txt, hla_nom_g.txt, rel_dna_ser.txt, rel_ser_ser.txt. \
      It is compiled once and kept in the cache folder of the user.
      """)

  static let codes = Option<String?>(
    "mac", value: "FILE", otherwise: "codes count as any allele of their family", completes: .file(["txt"]),
    help: "Table of multiple-allele codes as the NMDP publishes it (alpha.v3.txt).")

  static let recipient = Option<String>(
    "recipient", value: "GL", help: "The recipient's typing as a GL String.")
  static let donor = Option<String>("donor", value: "GL", help: "The donor's typing as a GL String.")

  /// The heading under which they are listed.
  static let tables = Group("Tables", [release, codes])
}

extension Arguments {
  /// The nomenclature that the options ask for.
  func nomenclature() throws -> Nomenclature {
    var nomenclature = Nomenclature.builtIn
    if let folder = self[HLAOptions.release] {
      nomenclature = try ReleaseCache.ofUser.nomenclature(ofRelease: folder)
    }
    if let path = self[HLAOptions.codes] {
      let file = try MappedFile(path)
      nomenclature.codes = try withExtendedLifetime(file) { try AlleleCodes(file.bytes, path: path) }
    }
    return nomenclature
  }

  /// The typing that an option holds; unreadable is bad data, told with the place in the string.
  func typing(_ option: Option<String>) throws -> Typing {
    let text = self[option]
    do throws(NotationError) {
      return try Typing(text)
    } catch {
      throw Problem(
        kind: "unreadable typing", file: "--\(option.declaration.name)", line: 1, column: error.offset + 1,
        value: text,
        expected: error.expected.rawValue)
    }
  }
}
