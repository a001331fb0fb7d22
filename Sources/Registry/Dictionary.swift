/// What the files of a cohort folder may hold, for people: the same declarations that reading and writing
/// follow.
public enum CohortDictionary {
  /// One column of one file.
  public struct Entry: Sendable {
    /// The name in the header line.
    public let column: String
    /// What a field may hold.
    public let form: String
    /// The unit; empty where there is none.
    public let unit: String
    /// Whether every row must have a value.
    public let isRequired: Bool
    /// What an empty field means.
    public let missing: String
  }

  /// The files in reading order, each with its columns.
  public static let files: [(name: String, entries: [Entry])] = [
    (Table.donors.file, entries(.donors)),
    (Table.recipients.file, entries(.recipients)),
    (Table<AntibodyRow>.antibodiesFile, entries(.antibodies(of: IDIndex([])))),
    (Table.centres.file, entries(.centres)),
  ]

  /// The dictionary as Markdown tables, one a file.
  public static var markdown: String {
    files.map { file in
      var text = "### `\(file.name)`\n\n| column | holds | unit | when empty |\n|---|---|---|---|\n"
      for entry in file.entries {
        text += "| `\(entry.column)` | \(entry.form) | \(entry.unit) | \(entry.missing) |\n"
      }
      return text
    }.joined(separator: "\n")
  }

  private static func entries<Row>(_ table: Table<Row>) -> [Entry] {
    table.columns.map {
      Entry(column: $0.name, form: $0.form, unit: $0.unit, isRequired: $0.required, missing: $0.missing)
    }
  }
}
