import TandemBench

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes instances as LP or MPS files.
@main
struct Main {
  static let usage = """
    usage: instances --out DIR [--family scarce|loose|dense] [--size RxD] [--seeds A-B] [--format lp|mps|both]
                     [--levels 1|2|3] [--rows all|plain]

    Writes the instances of the families (all by default) at a size (2000x100 by default), one file a seed
    (1-1 by default), named FAMILY-RxD-sSEED. LP files maximise; MPS files minimise the negated value.
    --levels says how many dose levels are options (3 by default); --rows plain leaves out beds and shares.
    Both make easier instances of the same people and donors, named FAMILY-l1-plain-RxD-sSEED or so.

    """

  static func main() {
    var out: String?
    var families = Family.allCases
    var size = (recipients: 2_000, donors: 100)
    var seeds: ClosedRange<UInt64> = 1...1
    var formats: Set<String> = ["lp"]
    var levels = 3
    var isPlain = false
    var words = Array(CommandLine.arguments.dropFirst())
    while let word = words.first {
      guard words.count > 1 else { refuse("\(word) needs a value") }
      let value = words[1]
      words.removeFirst(2)
      switch word {
      case "--out": out = value
      case "--family":
        guard let family = Family(rawValue: value) else { refuse("no family \(value)") }
        families = [family]
      case "--size":
        let parts = value.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0 else { refuse("no size \(value)") }
        size = (parts[0], parts[1])
      case "--seeds":
        let parts = value.split(separator: "-").compactMap { UInt64($0) }
        guard let low = parts.first, let high = parts.last, low <= high else { refuse("no seeds \(value)") }
        seeds = low...high
      case "--format":
        guard ["lp", "mps", "both"].contains(value) else { refuse("no format \(value)") }
        formats = value == "both" ? ["lp", "mps"] : [value]
      case "--levels":
        guard let count = Int(value), (1...3).contains(count) else { refuse("no number of levels \(value)") }
        levels = count
      case "--rows":
        guard ["all", "plain"].contains(value) else { refuse("no rows \(value)") }
        isPlain = value == "plain"
      default: refuse("no option \(word)")
      }
    }
    guard let out else { refuse("--out is missing") }
    for family in families {
      for seed in seeds {
        let instance = Instance.generate(
          family, recipients: size.recipients, donors: size.donors, seed: seed, levels: levels,
          isPlain: isPlain)
        write(instance, to: out, formats)
      }
    }
  }

  static func write(_ instance: Instance, to folder: String, _ formats: Set<String>) {
    for format in formats.sorted() {
      let path = "\(folder)/\(instance.name).\(format)"
      guard format == "lp" ? instance.writeLP(to: path) : instance.writeMPS(to: path) else {
        complain("\(path): cannot be written\n")
        exit(3)
      }
      let pairs = Set(instance.options.map { Int($0.donor) << 32 | Int($0.recipient) }).count
      print("\(path): \(pairs) pairs, \(instance.options.count) options")
    }
  }

  static func refuse(_ reason: String) -> Never {
    complain("instances: \(reason)\n\(usage)")
    exit(2)
  }
}

/// Writes to standard error. `stderr` is a variable in C and so closed to strictly concurrent Swift.
private func complain(_ text: String) {
  _ = text.utf8CString.withUnsafeBytes { write(2, $0.baseAddress, $0.count - 1) }
}
