import TestSupport

/// A handful of lines in the shape of a release's tables. The alleles of the family A*99 do not exist.
enum ReleaseFixture {
  static let files: [String: String] = [
    "hla_nom_p.txt": """
    # file: hla_nom_p.txt
    # date: 2000-01-01
    # version: IPD-IMGT/HLA 0.0.0
    A*;99:01:01:01/99:01:01:03/99:01:02/99:05;99:01P
    A*;99:02;
    A*;99:03:01/99:03:02;99:03P
    E*;01:01/01:02;01:01P
    DRB1*;03:01:01:01/03:01:02;03:01P
    """,
    "hla_nom_g.txt": """
    # version: IPD-IMGT/HLA 0.0.0
    A*;99:01:01:01/99:01:01:02N/99:01:01:03/99:05;99:01:01G
    A*;99:01:02;
    """,
    "rel_dna_ser.txt": """
    # version: IPD-IMGT/HLA 0.0.0
    A*;99:01:01:01;2;;;
    A*;99:01:01:02N;0;;;
    A*;99:01:01:03;2;;;
    A*;99:01:02;2;;;
    A*;99:02;;23/24;;
    A*;99:03:01;;;9;
    A*;99:03:02;;;9;
    A*;99:04;?;;;
    A*;99:05;;;2;203
    DRB1*;03:01:01:01;17;;;
    DRB1*;03:01:02;17;;;
    E*;01:01;;;;
    """,
    "rel_ser_ser.txt": """
    # version: IPD-IMGT/HLA 0.0.0
    A;2;;203/210
    A;9;23/24;
    A;24;;2403
    DR;3;17/18;
    Dw;6;18/19;
    """,
    "hla_nom.txt": """
    # file: hla_nom.txt
    A*;99:04;20000101;;;
    A*;99:06;20000101;20010101;99:02;identical
    A*;99:07;20000101;20010101;;withdrawn
    A;2;19750101;;;
    """,
    "Allelelist_history.txt": """
    # file: Allelelist_history.txt
    HLA_ID,0002,0001
    HLA00001,A*99:01:01:01,A*9901
    HLA00002,A*99:02,A*99:08
    HLA00003,NA,A*99:09
    """,
  ]

  /// The release in a folder of its own.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return folder
  }
}
