#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Instance {
  /// The compact model, one binary an option, in the LP format of CPLEX; maximised.
  public func writeLP(to path: String) -> Bool {
    var text = ByteText(path)
    text.add(
      "\\ \(name): \(recipientCount) recipients, \(isletYield.count) donors, \(options.count) options\n")
    text.add("Maximize\n value:")
    for option in options { text.term(option.value, option) }
    text.add("\nSubject To\n")
    for (label, members, limit) in rows() {
      text.add(" \(label):")
      for (index, factor) in members { text.term(factor, options[index]) }
      text.add(limit.isAtLeast ? " >= " : " <= ")
      text.number(limit.bound)
      text.add("\n")
    }
    text.add("Binary\n")
    for option in options {
      text.add(" ")
      text.name(option)
      text.add("\n")
    }
    text.add("End\n")
    return text.finish()
  }

  /// The same model in free MPS. MPS minimises, so the values are negated.
  public func writeMPS(to path: String) -> Bool {
    var text = ByteText(path)
    text.add("NAME \(name)\nROWS\n N minus_value\n")
    var entries = [[(row: String, factor: Int64)]](repeating: [], count: options.count)
    var bounds: [(String, Int64)] = []
    for (label, members, limit) in rows() {
      text.add(" \(limit.isAtLeast ? "G" : "L") \(label)\n")
      bounds.append((label, limit.bound))
      for (index, factor) in members { entries[index].append((label, factor)) }
    }
    text.add("COLUMNS\n M1 'MARKER' 'INTORG'\n")
    for (index, option) in options.enumerated() {
      text.column(option, "minus_value", -option.value)
      for entry in entries[index] { text.column(option, entry.row, entry.factor) }
    }
    text.add(" M2 'MARKER' 'INTEND'\nRHS\n")
    for (label, bound) in bounds where bound != 0 { text.add(" RHS \(label) \(bound)\n") }
    text.add("BOUNDS\n")
    for option in options {
      text.add(" BV BND ")
      text.name(option)
      text.add("\n")
    }
    text.add("ENDATA\n")
    return text.finish()
  }

  /// The rows that have members: recipients, islets, stem cells, beds, shares.
  private func rows() -> [(label: String, members: [(Int, Int64)], limit: (isAtLeast: Bool, bound: Int64))] {
    var byRecipient = [[(Int, Int64)]](repeating: [], count: recipientCount)
    var islets = [[(Int, Int64)]](repeating: [], count: isletYield.count)
    var cells = islets
    var rooms = [[(Int, Int64)]](repeating: [], count: beds.count)
    for (index, option) in options.enumerated() {
      let recipient = Int(option.recipient)
      byRecipient[recipient].append((index, 1))
      islets[Int(option.donor)].append((index, option.islets))
      cells[Int(option.donor)].append((index, option.cd34))
      if !beds.isEmpty { rooms[centre[recipient]].append((index, 1)) }
    }
    var all: [(label: String, members: [(Int, Int64)], limit: (isAtLeast: Bool, bound: Int64))] = []
    for (r, members) in byRecipient.enumerated() { all.append(("once\(r)", members, (false, 1))) }
    for (d, members) in islets.enumerated() { all.append(("islets\(d)", members, (false, isletYield[d]))) }
    for (d, members) in cells.enumerated() { all.append(("cd34_\(d)", members, (false, cd34Yield[d]))) }
    for (c, members) in rooms.enumerated() { all.append(("beds\(c)", members, (false, beds[c]))) }
    for share in shares {
      let members = options.enumerated().map { index, option in
        let isIn = groups[Int(option.recipient)] >> UInt64(share.group) & 1 == 1
        return (index, isIn ? share.denominator - share.numerator : -share.numerator)
      }
      all.append(("share\(share.group)", members, (true, 0)))
    }
    return all.filter { !$0.members.isEmpty }
  }
}

/// Text for a file, gathered in blocks.
private struct ByteText {
  private var bytes: [UInt8] = []
  private let file: UnsafeMutablePointer<FILE>?
  private var isWhole: Bool
  private var termsOnLine = 0

  init(_ path: String) {
    file = fopen(path, "w")
    isWhole = file != nil
  }

  mutating func add(_ text: String) {
    bytes += text.utf8
    termsOnLine = 0
    if bytes.count > 1 << 20 { flush() }
  }

  /// ` + 12 x3_45_0`, eight to a line: some readers limit the length of a line.
  mutating func term(_ factor: Int64, _ option: Instance.Option) {
    if termsOnLine == 8 { add("\n ") }
    termsOnLine += 1
    bytes += (factor < 0 ? " - " : " + ").utf8
    number(abs(factor))
    bytes.append(32)
    name(option)
  }

  mutating func column(_ option: Instance.Option, _ row: String, _ factor: Int64) {
    bytes.append(32)
    name(option)
    add(" \(row) \(factor)\n")
  }

  mutating func name(_ option: Instance.Option) {
    bytes.append(120)
    number(Int64(option.donor))
    bytes.append(95)
    number(Int64(option.recipient))
    bytes.append(95)
    number(Int64(option.level))
  }

  mutating func number(_ value: Int64) { bytes += String(value).utf8 }

  private mutating func flush() {
    if let file, fwrite(bytes, 1, bytes.count, file) != bytes.count { isWhole = false }
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() -> Bool {
    flush()
    if let file, fclose(file) != 0 { isWhole = false }
    return isWhole
  }
}
