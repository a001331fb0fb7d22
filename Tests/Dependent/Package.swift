// swift-tools-version: 6.3
import PackageDescription

// A package of somebody else that uses Tandem as a library and has rooms of its own with the same names.
// It builds only as long as no module of ours takes such a name.

/// The name of the folder that Tandem was cloned into, which is what SwiftPM calls a package at a path.
let tandem = String(Context.packageDirectory.split(separator: "/").dropLast(2).last!)
let names = ["HLA", "Policy", "Registry", "Clinic", "Files", "Matching"]

let package = Package(
  name: "dependent",
  platforms: [.macOS(.v15)],
  dependencies: [.package(path: "../..")],
  targets: names.map { .target(name: $0) } + [
    .executableTarget(
      name: "dependent",
      dependencies: [.product(name: "Tandem", package: tandem)] + names.map { .target(name: $0) })
  ],
  swiftLanguageModes: [.v6]
)
