// swift-tools-version: 6.3
import PackageDescription

// Our timings and the instances that everybody is timed on. A package of its own, so that nobody who uses
// Tandem builds it.

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tandem", path: "..")],
  targets: [
    .target(
      name: "Families",
      dependencies: [
        .product(name: "Tandem", package: "tandem"),
        .product(name: "Packing", package: "tandem"),
      ]),
    .executableTarget(name: "instances", dependencies: ["Families"]),
    .executableTarget(name: "kernels", dependencies: [.product(name: "Tandem", package: "tandem")]),
  ],
  swiftLanguageModes: [.v6]
)
