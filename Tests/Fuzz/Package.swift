// swift-tools-version: 6.3
import PackageDescription

// Coverage-guided fuzzing of every parser with libFuzzer. Tests/Fuzz/run says how.

/// The name of the folder that Tandem was cloned into, which is what SwiftPM calls a package at a path.
let tandem = String(Context.packageDirectory.split(separator: "/").dropLast(2).last!)

let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: [
        .product(name: "Tandem", package: tandem), .product(name: "Models", package: tandem),
      ])
  ],
  swiftLanguageModes: [.v6]
)
