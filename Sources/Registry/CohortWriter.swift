public import TandemFiles
public import TandemHLA
import TandemParallel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a cohort folder piece by piece; the files appear together when `commit` is called, or not at all.
public final class CohortWriter {
  private let donors: AtomicFile
  private let recipients: AtomicFile
  private let antibodies: AtomicFile
  private let centres: AtomicFile
  private let threads: Int
  private static let blockRows = 4096

  /// The files of a cohort folder.
  public static let fileNames = [
    Table.donors.file, Table.recipients.file, Table<AntibodyRow>.antibodiesFile, Table.centres.file,
  ]

  /// Starts the four files in `folder`, which is made when it is missing.
  public init(_ folder: String, threads: Int = 1) throws(Problem) {
    if mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw Problem(
        kind: "cannot write", file: folder,
        expected:
          "a folder that exists, or one that can be made in a folder that exists (\(String(cString: strerror(errno))))"
      )
    }
    self.threads = threads
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    donors = try AtomicFile(base + Table.donors.file)
    recipients = try AtomicFile(base + Table.recipients.file)
    antibodies = try AtomicFile(base + Table<AntibodyRow>.antibodiesFile)
    centres = try AtomicFile(base + Table.centres.file)
    try donors.write(Table.donors.headerLine)
    try recipients.write(Table.recipients.headerLine)
    try antibodies.write(Table<AntibodyRow>.antibodiesHeader)
    try centres.write(Table.centres.headerLine)
  }

  /// Adds donors.
  public func append(donors rows: [Donor]) throws(Problem) { try append(rows, .donors, to: donors) }

  /// Adds recipients.
  public func append(recipients rows: [Recipient]) throws(Problem) {
    try append(rows, .recipients, to: recipients)
  }

  /// Adds centres.
  public func append(centres rows: [Centre]) throws(Problem) { try append(rows, .centres, to: centres) }

  /// Adds the antibodies of the recipient with an identifier.
  public func append(antibodies found: [Antibody], of recipient: String) throws(Problem) {
    for antibody in found {
      try antibodies.write(CSVText.row(AntibodyRow.fields(recipient: recipient, antibody)))
    }
  }

  /// Puts all four files in their places.
  public func commit() throws(Problem) {
    try centres.commit()
    try donors.commit()
    try recipients.commit()
    try antibodies.commit()
  }

  private func append<Row: Sendable>(_ rows: [Row], _ table: Table<Row>, to file: AtomicFile) throws(Problem)
  {
    let blockRows = CohortWriter.blockRows
    let blocks = (rows.count + blockRows - 1) / blockRows
    let texts = mappedInParallel(blocks, threads: threads) { block in
      var text: [UInt8] = []
      for row in rows[(block * blockRows)..<min(rows.count, (block + 1) * blockRows)] {
        table.appendLine(row, to: &text)
      }
      return text
    }
    for text in texts { try file.write(text) }
  }
}

extension Cohort {
  /// Writes the whole cohort to a folder.
  public func write(to folder: String, threads: Int = 1) throws(Problem) {
    let writer = try CohortWriter(folder, threads: threads)
    try writer.append(centres: centres)
    try writer.append(donors: donors)
    try writer.append(recipients: recipients)
    for (index, recipient) in recipients.enumerated() {
      try writer.append(antibodies: Array(antibodies.of(index)), of: recipient.id)
    }
    try writer.commit()
  }
}

extension Table {
  /// The header with all columns.
  var headerLine: String { CSVText.row(columns.map(\.name)) }

  /// Appends a row with all columns.
  func appendLine(_ row: Row, to text: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      if index > 0 { text.append(Byte.comma) }
      if let value = column.write(row) { text.append(contentsOf: CSVText.field(value).utf8) }
    }
    text.append(Byte.lineFeed)
  }
}
