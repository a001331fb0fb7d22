// swift-tools-version: 6.3
import PackageDescription

// Folders carry the short names of the rooms; modules carry the prefix `Tandem`, because SwiftPM wants
// target names to be unique over a whole package graph and a package that depends on this one may well
// have a target `Policy` or `HLA` of its own.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One room of the house: the folder `Sources/<name>`, the module `Tandem<name>`. Resources stand in the code.
func room(
  _ name: String, knows others: [String] = [], c: [String] = [], embeds files: [String] = []
) -> Target {
  .target(
    name: "Tandem\(name)",
    dependencies: (others.map { "Tandem\($0)" } + c).map { .byName(name: $0) },
    path: "Sources/\(name)",
    resources: files.isEmpty ? nil : files.map { .embedInCode($0) },
    swiftSettings: strict)
}

/// The tests of one room.
func tests(of name: String, with others: [String] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: ([name] + others).map { .byName(name: "Tandem\($0)") } + ["TestSupport"],
    exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "tandem",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tandem", targets: ["TandemCommand"]),
    .library(name: "Tandem", targets: ["Tandem"]),
    .library(name: "Packing", targets: ["TandemPacking", "TandemGLPK"]),
    .library(name: "Models", targets: ["TandemModels", "TandemGLPK"]),
    .library(name: "Bench", targets: ["TandemBench"]),
  ],
  targets: [
    // MARK: Ground: bytes, text and chance
    .target(name: "CTandemData", path: "Sources/CData"),
    .target(name: "CTandemDigest", path: "Sources/CDigest"),
    room("Files", c: ["CTandemData", "CTandemDigest"]),
    room("Chance"),
    room("Parallel"),

    // MARK: What is matched
    room("HLA", knows: ["Files", "Chance"]),
    room("Registry", knows: ["Files", "Parallel", "HLA"]),
    room("Clinic", knows: ["Files", "Chance", "HLA", "Registry"]),
    room("Policy", knows: ["Files", "Chance", "HLA", "Registry", "Clinic"]),
    room(
      "Matching", knows: ["Files", "Chance", "Parallel", "HLA", "Registry", "Clinic", "Policy"]),
    room("Generation", knows: ["Files", "Chance", "Parallel", "HLA", "Registry"]),
    .target(
      name: "Tandem",
      dependencies: [
        "TandemAllocation", "TandemChance", "TandemClinic", "TandemFiles", "TandemGeneration", "TandemHLA",
        "TandemMatching", "TandemPacking", "TandemPolicy", "TandemRegistry", "TandemSimulation",
      ],
      path: "Sources/Umbrella", swiftSettings: strict),

    // MARK: How it is allocated
    .systemLibrary(name: "CTandemGLPK", path: "Sources/CGLPK"),
    .target(
      name: "CTandemGuard", dependencies: ["CTandemGLPK"], path: "Sources/CGLPKGuard",
      cSettings: [.headerSearchPath("../CGLPK"), .define("_DEFAULT_SOURCE")],
      linkerSettings: [.linkedLibrary("glpk")]),
    room("GLPK", c: ["CTandemGuard"]),
    room("Simplex", knows: ["Chance", "GLPK"]),
    room("Packing", knows: ["Chance", "GLPK", "Parallel", "Simplex"]),
    room("Models", knows: ["Files", "GLPK"]),
    room(
      "Allocation",
      knows: [
        "Files", "Chance", "Parallel", "HLA", "Registry", "Clinic", "Policy", "Matching", "GLPK", "Packing",
      ]),

    // MARK: A programme through time
    room(
      "Simulation",
      knows: [
        "Files", "Chance", "Parallel", "HLA", "Registry", "Clinic", "Policy", "Matching", "Generation",
        "Packing",
        "Allocation",
      ]),

    // MARK: In and out
    room(
      "Reporting",
      knows: [
        "Files", "Chance", "HLA", "Registry", "Clinic", "Policy", "Packing", "Allocation", "Simulation",
        "Terminal",
      ],
      embeds: ["Page/report.css", "Page/match.js", "Simulation/simulation.css"]),

    // MARK: How fast it is
    room(
      "Bench",
      knows: [
        "Files", "Chance", "HLA", "Registry", "Clinic", "Policy", "Matching", "Generation", "GLPK", "Models",
        "Simplex", "Packing", "Parallel", "Allocation", "Simulation", "Reporting",
      ]),

    // MARK: Command line
    room("Terminal", knows: ["Files"]),
    room("Arguments", knows: ["Files", "Terminal"]),
    .executableTarget(
      name: "TandemCommand",
      dependencies: [
        "TandemAllocation", "TandemArguments", "TandemBench", "TandemClinic", "TandemFiles", "TandemGLPK",
        "TandemGeneration", "TandemHLA", "TandemMatching", "TandemModels", "TandemPacking", "TandemParallel",
        "TandemPolicy", "TandemRegistry", "TandemReporting", "TandemSimulation", "TandemTerminal",
      ],
      path: "Sources/tandem", swiftSettings: strict),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["TandemChance", "TandemFiles", "TandemHLA", "TandemRegistry"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "Files", with: ["Chance"]),
    tests(of: "Chance"),
    tests(of: "HLA", with: ["Chance", "Files"]),
    tests(of: "Registry", with: ["Chance", "Files", "HLA"]),
    tests(of: "Clinic", with: ["Chance", "Files", "HLA", "Registry"]),
    .target(
      name: "ReportSamples",
      dependencies: ["TandemChance", "TandemClinic", "TandemFiles", "TandemRegistry", "TandemReporting"],
      path: "Tests/ReportSamples", swiftSettings: strict),
    .executableTarget(
      name: "WritePages", dependencies: ["ReportSamples", "TandemFiles", "TandemReporting"],
      path: "Tests/Browser/WritePages", swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "ReportSamples", "TandemChance", "TandemClinic", "TandemFiles", "TandemRegistry", "TandemReporting",
        "TandemPolicy", "TandemSimulation", "TandemTerminal",
        "TestSupport",
      ], swiftSettings: strict),
    tests(of: "Policy", with: ["Chance", "Clinic", "Files", "HLA", "Registry"]),
    tests(of: "Matching", with: ["Chance", "Clinic", "Files", "HLA", "Policy", "Registry"]),
    tests(of: "Generation", with: ["Chance", "Clinic", "Files", "HLA", "Registry"]),
    tests(
      of: "Simulation",
      with: [
        "Allocation", "Chance", "Clinic", "Files", "HLA", "Matching", "Packing", "Policy", "Registry",
      ]),
    .executableTarget(
      name: "Stubborn", dependencies: ["TandemFiles", "TandemTerminal"], path: "Tests/Stubborn",
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["TandemTerminal", "TestSupport", "Stubborn"],
      swiftSettings: strict),
    tests(of: "Arguments", with: ["Chance", "Terminal"], exclude: ["Snapshots"]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["TandemArguments", "TandemCommand", "TandemFiles", "TandemTerminal", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "GLPKTests", dependencies: ["CTandemGuard", "TandemChance", "TandemGLPK", "TestSupport"],
      swiftSettings: strict),
    tests(of: "Simplex", with: ["Chance", "GLPK"]),
    tests(of: "Packing", with: ["Chance", "GLPK"]),
    tests(of: "Models", with: ["Bench", "Chance", "Files", "GLPK"]),
    tests(
      of: "Allocation",
      with: [
        "Chance", "Clinic", "Files", "Generation", "HLA", "Matching", "Packing", "Policy", "Registry",
        "Reporting",
      ]),
    tests(of: "Bench", with: ["Files"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
