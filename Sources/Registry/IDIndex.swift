/// Finds the row of an identifier, straight from the bytes of a file.
///
/// Open addressing over row numbers only: 8 to 16 bytes a row, where a dictionary of strings needs about 60.
struct IDIndex {
  private var slots: [Int32]
  private let mask: Int
  private let ids: [String]

  /// The first row of each identifier; `onDuplicate` gets (row, first row) for every later one.
  init(_ ids: [String], onDuplicate: (Int, Int) -> Void = { _, _ in }) {
    var size = 16
    while size < ids.count * 2 { size *= 2 }
    mask = size - 1
    self.ids = ids
    slots = [Int32](repeating: -1, count: size)
    for row in ids.indices {
      var id = ids[row]
      let (slot, found) = id.withUTF8 { find(UnsafeRawBufferPointer($0)) }
      if let found { onDuplicate(row, found) } else { slots[slot] = Int32(row) }
    }
  }

  /// The row of an identifier, nil when there is none.
  func row(of id: UnsafeRawBufferPointer) -> Int? { find(id).row }

  /// The row of an identifier, nil when there is none.
  func row(of id: String) -> Int? {
    var id = id
    return id.withUTF8 { find(UnsafeRawBufferPointer($0)).row }
  }

  private func find(_ id: UnsafeRawBufferPointer) -> (slot: Int, row: Int?) {
    // FNV-1a with a final mix; ids are short and often differ in the last digits only.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let row = Int(slots[slot])
      var text = ids[row]
      let same = text.withUTF8 { $0.count == id.count && $0.elementsEqual(id) }
      if same { return (slot, row) }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }
}
