import CTandemData

/// The data files that travel inside the library; the same files stand in the folder `Data`, where they can
/// be read, challenged and copied.
public enum ShippedData {
  /// A file by its path below `Data`, such as `hla/frequencies.csv`, or nil when there is none.
  public static func file(_ name: String) -> UnsafeRawBufferPointer? {
    for index in 0..<tandem_data_file_count() {
      let entry = tandem_data_file_at(index)
      if String(cString: entry.name) == name {
        return UnsafeRawBufferPointer(start: entry.bytes, count: entry.length)
      }
    }
    return nil
  }

  /// The paths of all files, sorted.
  public static var names: [String] {
    (0..<tandem_data_file_count()).map { String(cString: tandem_data_file_at($0).name) }
  }
}
