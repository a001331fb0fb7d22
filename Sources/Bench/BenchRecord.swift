public import TandemFiles

/// The measurements of one run, as they are written down and read again.
public struct BenchRecord: Sendable, Equatable {
  /// What was measured.
  public var measurements: [Measurement]
  /// The version that was measured.
  public var version: String
  /// Where chance began.
  public var seed: UInt64

  /// A record.
  public init(measurements: [Measurement], version: String, seed: UInt64) {
    self.measurements = measurements
    self.version = version
    self.seed = seed
  }

  /// The record as JSON; `movements` is added when there was a baseline.
  public func json(_ movements: [Movement]? = nil) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("version", .string(version)), ("seed", .string(String(seed))),
      ("cases", .array(measurements.map(BenchRecord.json))),
      (
        "growth",
        .array(
          Growth.all(in: measurements).map { growth in
            .object([
              ("case", .string(growth.name)), ("threads", .integer(growth.threads)),
              ("from_size", .integer(growth.sizes.lowerBound)),
              ("to_size", .integer(growth.sizes.upperBound)),
              ("seconds_per_doubling", .number(growth.perDoubling)),
            ])
          })
      ),
    ]
    if let movements {
      members.append(
        (
          "against_baseline",
          .array(
            movements.map { movement in
              .object([
                ("case", .string(movement.name)), ("size", movement.size.map { .integer($0) } ?? .null),
                ("threads", .integer(movement.threads)), ("seconds_ratio", .number(movement.ratio)),
                ("moved", .string(movement.kind.rawValue)),
              ])
            })
        ))
    }
    return .object(members)
  }

  private static func json(_ measurement: Measurement) -> JSON {
    .object([
      ("case", .string(measurement.name)), ("unit", .string(measurement.unit)),
      ("size", measurement.size.map { .integer($0) } ?? .null), ("threads", .integer(measurement.threads)),
      ("units", .integer(measurement.units)), ("seconds_median", .number(measurement.median)),
      ("seconds_spread", .number(measurement.spread)),
      ("seconds", .array(measurement.seconds.map { .number($0) })),
      ("processor_seconds", .number(measurement.processorSeconds)),
      ("reference_seconds", .number(measurement.referenceSeconds)),
      ("peak_bytes", .integer(measurement.peakBytes)),
    ])
  }

  /// Reads a record that was written before; throws all problems at once.
  public static func read(_ path: String) throws -> BenchRecord {
    let mapped = try MappedFile(path)
    let file = DataFile(path: path)
    let root = file.object(try mapped.withBytes { try JSON5Node.read($0, path: path) })
    let version = root.optional("version")?.words ?? ""
    let seed = UInt64(root.optional("seed")?.words ?? "") ?? 0
    guard let cases = root.required("cases") else {
      try file.throwProblems()
      return BenchRecord(measurements: [], version: version, seed: seed)
    }
    guard case .array(let nodes) = cases.content else {
      throw Problem(
        kind: "wrong type", file: path, line: cases.line, column: cases.column, value: cases.summary,
        expected: "the list of cases that tandem bench writes")
    }
    let measurements = nodes.compactMap { measurement(file.object($0)) }
    try file.throwProblems()
    return BenchRecord(measurements: measurements, version: version, seed: seed)
  }

  private static func measurement(_ entry: DataObject) -> Measurement? {
    let name = entry.required("case")?.words
    let unit = entry.required("unit")?.words
    let size = entry.optional("size")?.amount
    let seconds: [Double]? =
      if case .array(let items)? = entry.required("seconds")?.content { items.compactMap(\.amount) } else {
        nil
      }
    let threads = entry.required("threads")?.amount
    let units = entry.required("units")?.amount
    let processor = entry.required("processor_seconds")?.amount
    let reference = entry.required("reference_seconds")?.amount
    let peak = entry.required("peak_bytes")?.amount
    guard let name, let unit, let seconds, !seconds.isEmpty, let threads, let units, let processor,
      let reference,
      let peak
    else { return nil }
    return Measurement(
      name: name, unit: unit, size: size.map { Int($0) }, threads: Int(threads), units: Int(units),
      seconds: seconds, processorSeconds: processor, referenceSeconds: reference, peakBytes: Int(peak))
  }
}

extension JSON5Node {
  fileprivate var words: String? { if case .string(let text) = content { text } else { nil } }
  fileprivate var amount: Double? { if case .number(let value) = content { value } else { nil } }
}
