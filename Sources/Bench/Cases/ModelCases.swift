import TandemModels
import TandemPacking

extension BenchCase {
  /// Models in files: read, and understood as packing problems.
  static let models: [BenchCase] = ["lp", "mps"].map { format in
    BenchCase(
      "model.\(format)", per: "column",
      "Reads the family scarce from an \(format.uppercased()) file and finds the packing problem in it."
    ) { setting in
      let instance = Instance.generate(
        .scarce, recipients: setting.size, donors: donors(beside: setting.size), seed: setting.seed)
      let scratch = try Scratch()
      let path = "\(scratch.path)/model.\(format)"
      guard format == "lp" ? instance.writeLP(to: path) : instance.writeMPS(to: path) else {
        throw NoScratch(parent: scratch.path)
      }
      let options = instance.options.count
      return Workload(units: options) {
        let model = try withExtendedLifetime(scratch) { try ModelFile.read(path) }
        let recognized = try PackingProblem.recognize(model.table)
        let found = recognized.problem.options.count
        return found == options && recognized.problem.ownerCount > 0
          ? nil : "\(found) of \(options) options were found"
      }
    }
  }
}
