public import TandemFiles

extension TransplantProtocol {
  /// The protocol of a shipped name, or of the user's own file by its path.
  public static func read(_ nameOrPath: String) throws(Problems) -> TransplantProtocol {
    try read(try DataDocument(nameOrPath, in: "protocols"))
  }

  /// The names of the shipped protocols, sorted.
  public static var shippedNames: [String] { DataDocument.names(in: "protocols") }

  /// The protocol in a document; every problem in it is reported at once.
  public static func read(_ document: DataDocument) throws(Problems) -> TransplantProtocol {
    let file = DataFile(path: document.path)
    let root = file.object(document.root)
    let found = TransplantProtocol(root, sha256: document.sha256)
    root.finish()
    try file.throwProblems()
    guard let found else { throw Problems(file.problems) }
    return found
  }

  private init?(_ root: DataObject, sha256: String) {
    self.sha256 = sha256
    let name = root.text("name")
    let title = root.text("title")
    let summary = root.text("summary")
    let evidence = root.text("evidence")
    oneDonor = root.flag("one_donor") ?? true
    steps = root.objects("sequence").compactMap(Step.init)
    let islets = root.object("islets").flatMap(TransplantProtocol.isletForm)
    let cells = root.object("stem_cells").flatMap(StemCells.init)
    levels = root.objects("levels").compactMap(Level.init)
    let conditioning = root.object("conditioning")
    let limits = conditioning?.text("limits")
    drugs = conditioning?.texts("drugs") ?? []
    conditioning?.finish()
    let groups = root.object("blood_groups")
    let isletGroups = groups?.object("islets").flatMap(BloodGroupRule.init)
    let cellGroups = groups?.object("stem_cells").flatMap(BloodGroupRule.init)
    groups?.finish()
    for kind in [Step.Kind.islets, .stemCells] where steps.filter({ $0.kind == kind }).count != 1 {
      root.report("sequence", kind: "wrong sequence", "exactly one step of the kind \"\(kind.rawValue)\"")
    }
    if root.items("levels").isEmpty { root.report("levels", kind: "empty list", "at least one dose level") }
    for (lower, higher) in zip(levels, levels.dropFirst())
    where lower.isletIEQPerKg.value >= higher.isletIEQPerKg.value {
      root.report("levels", kind: "wrong order", "levels that rise in islet_ieq_per_kg")
    }
    if Set(levels.map(\.name)).count != levels.count {
      root.report("levels", kind: "duplicate name", "a name of its own for each level")
    }
    if let cells {
      for level in levels
      where level.cd34PerKg.value < cells.cd34Floor.value || level.cd34PerKg.value > cells.cd34Ceiling.value {
        root.report(
          "levels", kind: "out of range",
          "cd34_per_kg of each level between cd34_floor_per_kg and cd34_ceiling_per_kg")
      }
    }
    guard let name, let title, let summary, let evidence, let islets, let cells, let limits, let isletGroups,
      let cellGroups
    else { return nil }
    self.name = name
    self.title = title
    self.summary = summary
    self.evidence = evidence
    isletForm = islets
    stemCells = cells
    conditioningLimits = limits
    isletBloodGroup = isletGroups
    stemCellBloodGroup = cellGroups
  }

  private static func isletForm(_ entry: DataObject) -> IsletForm? {
    defer { entry.finish() }
    switch entry.text("form") {
    case "vitrified": return .vitrified
    case "fresh":
      let least = entry.sourced("least_culture_hours", unit: "h", in: 0...240)
      let most = entry.sourced("most_culture_hours", unit: "h", in: 0...240)
      guard let least, let most else { return nil }
      if least.value > most.value {
        entry.report("most_culture_hours", kind: "empty range", "at least least_culture_hours")
      }
      return .fresh(leastCultureHours: least, mostCultureHours: most)
    case .some:
      entry.report("form", kind: "unknown word", "one of fresh, vitrified")
      return nil
    case nil: return nil
    }
  }
}

extension TransplantProtocol.Step {
  fileprivate init?(_ entry: DataObject) {
    let name = entry.text("step")
    let kind = entry.choice("kind", of: Kind.self)
    let day = entry.sourced("day", unit: "days", in: -365...3650)
    untilDay = entry.optionalSourced("until_day", unit: "days", in: -365...3650)
    if let day, let untilDay, untilDay.value < day.value {
      entry.report("until_day", kind: "empty range", "a day that is not before \"day\"")
    }
    entry.finish()
    guard let name, let kind, let day else { return nil }
    self.name = name
    self.kind = kind
    self.day = day
  }
}

extension TransplantProtocol.StemCells {
  fileprivate init?(_ entry: DataObject) {
    let form = entry.choice("form", of: TransplantProtocol.StemCellForm.self)
    let isSelected = entry.flag("cd34_selected")
    let floor = entry.sourced("cd34_floor_per_kg", unit: "cells/kg", in: 1e5...1e8)
    let ceiling = entry.sourced("cd34_ceiling_per_kg", unit: "cells/kg", in: 1e5...1e8)
    cd3Floor = entry.optionalSourced("cd3_floor_per_kg", unit: "cells/kg", in: 0...1e10)
    cd3Ceiling = entry.optionalSourced("cd3_ceiling_per_kg", unit: "cells/kg", in: 0...1e10)
    if let floor, let ceiling, floor.value > ceiling.value {
      entry.report("cd34_ceiling_per_kg", kind: "empty range", "at least cd34_floor_per_kg")
    }
    if let cd3Floor, let cd3Ceiling, cd3Floor.value > cd3Ceiling.value {
      entry.report("cd3_ceiling_per_kg", kind: "empty range", "at least cd3_floor_per_kg")
    }
    entry.finish()
    guard let form, let isSelected, let floor, let ceiling else { return nil }
    self.form = form
    self.isSelected = isSelected
    cd34Floor = floor
    cd34Ceiling = ceiling
  }
}

extension TransplantProtocol.BloodGroupRule {
  fileprivate init?(_ entry: DataObject) {
    let demand = entry.choice("rule", of: Demand.self)
    let basis = entry.basis()
    entry.finish()
    guard let demand, let basis else { return nil }
    self.demand = demand
    self.basis = basis
  }
}

extension TransplantProtocol.Level {
  fileprivate init?(_ entry: DataObject) {
    let name = entry.text("name")
    let islets = entry.sourced("islet_ieq_per_kg", unit: "IEQ/kg", in: 100...50_000)
    let cells = entry.sourced("cd34_per_kg", unit: "cells/kg", in: 1e5...1e8)
    entry.finish()
    guard let name, let islets, let cells else { return nil }
    self.name = name
    isletIEQPerKg = islets
    cd34PerKg = cells
  }
}
