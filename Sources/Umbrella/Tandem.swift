// The one module that a user of the library imports; it hands on the public API of the rooms behind it.
//
//     import Tandem
//
//     let cohort = try CohortReader(threads: 2).read("Data/example").usable()
//     for donor in cohort.donors where donor.typing.has(.dpb1) { print(donor.id) }

@_exported public import TandemAllocation
@_exported public import TandemChance
@_exported public import TandemClinic
@_exported public import TandemFiles
@_exported public import TandemGeneration
@_exported public import TandemHLA
@_exported public import TandemMatching
@_exported public import TandemPacking
@_exported public import TandemPolicy
@_exported public import TandemRegistry
@_exported public import TandemSimulation
