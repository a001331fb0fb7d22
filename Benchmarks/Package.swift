// swift-tools-version: 6.3
import PackageDescription

// Our timings and the instances that everybody is timed on. A package of its own, so that nobody who uses
// Tandem builds it.

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tandem", path: "..")],
  targets: [
    .executableTarget(name: "instances", dependencies: [.product(name: "Bench", package: "tandem")]),
    .executableTarget(name: "screening", dependencies: [.product(name: "Tandem", package: "tandem")]),
  ],
  swiftLanguageModes: [.v6]
)
