NAME          C515-2
ROWS
 N  COST
 E  JOB1
 E  JOB2
 E  JOB3
 E  JOB4
 E  JOB5
 E  JOB6
 E  JOB7
 E  JOB8
 E  JOB9
 E  JOB10
 E  JOB11
 E  JOB12
 E  JOB13
 E  JOB14
 E  JOB15
 L  AGENT1
 L  AGENT2
 L  AGENT3
 L  AGENT4
 L  AGENT5
COLUMNS
    MARKER                 'MARKER'                 'INTORG'
    X01001    COST                19
    X01001    JOB1                 1
    X01001    AGENT1              16
    X01002    COST                23
    X01002    JOB2                 1
    X01002    AGENT1              12
    X01003    COST                24
    X01003    JOB3                 1
    X01003    AGENT1               8
    X01004    COST                20
    X01004    JOB4                 1
    X01004    AGENT1              20
    X01005    COST                20
    X01005    JOB5                 1
    X01005    AGENT1              18
    X01006    COST                25
    X01006    JOB6                 1
    X01006    AGENT1              10
    X01007    COST                16
    X01007    JOB7                 1
    X01007    AGENT1              12
    X01008    COST                21
    X01008    JOB8                 1
    X01008    AGENT1               8
    X01009    COST                24
    X01009    JOB9                 1
    X01009    AGENT1              14
    X01010    COST                15
    X01010    JOB10                1
    X01010    AGENT1              23
    X01011    COST                17
    X01011    JOB11                1
    X01011    AGENT1              19
    X01012    COST                17
    X01012    JOB12                1
    X01012    AGENT1              14
    X01013    COST                20
    X01013    JOB13                1
    X01013    AGENT1              15
    X01014    COST                20
    X01014    JOB14                1
    X01014    AGENT1              15
    X01015    COST                20
    X01015    JOB15                1
    X01015    AGENT1              24
    X02001    COST                25
    X02001    JOB1                 1
    X02001    AGENT2              16
    X02002    COST                24
    X02002    JOB2                 1
    X02002    AGENT2              18
    X02003    COST                16
    X02003    JOB3                 1
    X02003    AGENT2              19
    X02004    COST                21
    X02004    JOB4                 1
    X02004    AGENT2              22
    X02005    COST                19
    X02005    JOB5                 1
    X02005    AGENT2              13
    X02006    COST                17
    X02006    JOB6                 1
    X02006    AGENT2              20
    X02007    COST                17
    X02007    JOB7                 1
    X02007    AGENT2               9
    X02008    COST                19
    X02008    JOB8                 1
    X02008    AGENT2               7
    X02009    COST                23
    X02009    JOB9                 1
    X02009    AGENT2              25
    X02010    COST                21
    X02010    JOB10                1
    X02010    AGENT2              10
    X02011    COST                21
    X02011    JOB11                1
    X02011    AGENT2              20
    X02012    COST                23
    X02012    JOB12                1
    X02012    AGENT2              13
    X02013    COST                20
    X02013    JOB13                1
    X02013    AGENT2              11
    X02014    COST                15
    X02014    JOB14                1
    X02014    AGENT2              15
    X02015    COST                16
    X02015    JOB15                1
    X02015    AGENT2              16
    X03001    COST                16
    X03001    JOB1                 1
    X03001    AGENT3               6
    X03002    COST                21
    X03002    JOB2                 1
    X03002    AGENT3              20
    X03003    COST                25
    X03003    JOB3                 1
    X03003    AGENT3              20
    X03004    COST                22
    X03004    JOB4                 1
    X03004    AGENT3               5
    X03005    COST                24
    X03005    JOB5                 1
    X03005    AGENT3              14
    X03006    COST                24
    X03006    JOB6                 1
    X03006    AGENT3              12
    X03007    COST                16
    X03007    JOB7                 1
    X03007    AGENT3               6
    X03008    COST                17
    X03008    JOB8                 1
    X03008    AGENT3              15
    X03009    COST                15
    X03009    JOB9                 1
    X03009    AGENT3              22
    X03010    COST                18
    X03010    JOB10                1
    X03010    AGENT3              18
    X03011    COST                15
    X03011    JOB11                1
    X03011    AGENT3              13
    X03012    COST                17
    X03012    JOB12                1
    X03012    AGENT3              23
    X03013    COST                18
    X03013    JOB13                1
    X03013    AGENT3              23
    X03014    COST                24
    X03014    JOB14                1
    X03014    AGENT3              18
    X03015    COST                18
    X03015    JOB15                1
    X03015    AGENT3              25
    X04001    COST                25
    X04001    JOB1                 1
    X04001    AGENT4              18
    X04002    COST                24
    X04002    JOB2                 1
    X04002    AGENT4              23
    X04003    COST                18
    X04003    JOB3                 1
    X04003    AGENT4              25
    X04004    COST                19
    X04004    JOB4                 1
    X04004    AGENT4              17
    X04005    COST                15
    X04005    JOB5                 1
    X04005    AGENT4              25
    X04006    COST                18
    X04006    JOB6                 1
    X04006    AGENT4              13
    X04007    COST                20
    X04007    JOB7                 1
    X04007    AGENT4              23
    X04008    COST                22
    X04008    JOB8                 1
    X04008    AGENT4              23
    X04009    COST                23
    X04009    JOB9                 1
    X04009    AGENT4              13
    X04010    COST                18
    X04010    JOB10                1
    X04010    AGENT4              20
    X04011    COST                16
    X04011    JOB11                1
    X04011    AGENT4              20
    X04012    COST                19
    X04012    JOB12                1
    X04012    AGENT4              23
    X04013    COST                17
    X04013    JOB13                1
    X04013    AGENT4              17
    X04014    COST                15
    X04014    JOB14                1
    X04014    AGENT4              19
    X04015    COST                22
    X04015    JOB15                1
    X04015    AGENT4              24
    X05001    COST                25
    X05001    JOB1                 1
    X05001    AGENT5              12
    X05002    COST                19
    X05002    JOB2                 1
    X05002    AGENT5              17
    X05003    COST                21
    X05003    JOB3                 1
    X05003    AGENT5              15
    X05004    COST                22
    X05004    JOB4                 1
    X05004    AGENT5              25
    X05005    COST                20
    X05005    JOB5                 1
    X05005    AGENT5              22
    X05006    COST                15
    X05006    JOB6                 1
    X05006    AGENT5               5
    X05007    COST                20
    X05007    JOB7                 1
    X05007    AGENT5              24
    X05008    COST                19
    X05008    JOB8                 1
    X05008    AGENT5              19
    X05009    COST                18
    X05009    JOB9                 1
    X05009    AGENT5              12
    X05010    COST                18
    X05010    JOB10                1
    X05010    AGENT5              25
    X05011    COST                17
    X05011    JOB11                1
    X05011    AGENT5              23
    X05012    COST                23
    X05012    JOB12                1
    X05012    AGENT5              21
    X05013    COST                17
    X05013    JOB13                1
    X05013    AGENT5              23
    X05014    COST                25
    X05014    JOB14                1
    X05014    AGENT5              19
    X05015    COST                25
    X05015    JOB15                1
    X05015    AGENT5              18
    MARKER                 'MARKER'                 'INTEND'
RHS
    RHS       JOB1                 1
    RHS       JOB2                 1
    RHS       JOB3                 1
    RHS       JOB4                 1
    RHS       JOB5                 1
    RHS       JOB6                 1
    RHS       JOB7                 1
    RHS       JOB8                 1
    RHS       JOB9                 1
    RHS       JOB10                1
    RHS       JOB11                1
    RHS       JOB12                1
    RHS       JOB13                1
    RHS       JOB14                1
    RHS       JOB15                1
    RHS       AGENT1              36
    RHS       AGENT2              37
    RHS       AGENT3              38
    RHS       AGENT4              48
    RHS       AGENT5              44
BOUNDS
 UP BND       X01001               1
 UP BND       X01002               1
 UP BND       X01003               1
 UP BND       X01004               1
 UP BND       X01005               1
 UP BND       X01006               1
 UP BND       X01007               1
 UP BND       X01008               1
 UP BND       X01009               1
 UP BND       X01010               1
 UP BND       X01011               1
 UP BND       X01012               1
 UP BND       X01013               1
 UP BND       X01014               1
 UP BND       X01015               1
 UP BND       X02001               1
 UP BND       X02002               1
 UP BND       X02003               1
 UP BND       X02004               1
 UP BND       X02005               1
 UP BND       X02006               1
 UP BND       X02007               1
 UP BND       X02008               1
 UP BND       X02009               1
 UP BND       X02010               1
 UP BND       X02011               1
 UP BND       X02012               1
 UP BND       X02013               1
 UP BND       X02014               1
 UP BND       X02015               1
 UP BND       X03001               1
 UP BND       X03002               1
 UP BND       X03003               1
 UP BND       X03004               1
 UP BND       X03005               1
 UP BND       X03006               1
 UP BND       X03007               1
 UP BND       X03008               1
 UP BND       X03009               1
 UP BND       X03010               1
 UP BND       X03011               1
 UP BND       X03012               1
 UP BND       X03013               1
 UP BND       X03014               1
 UP BND       X03015               1
 UP BND       X04001               1
 UP BND       X04002               1
 UP BND       X04003               1
 UP BND       X04004               1
 UP BND       X04005               1
 UP BND       X04006               1
 UP BND       X04007               1
 UP BND       X04008               1
 UP BND       X04009               1
 UP BND       X04010               1
 UP BND       X04011               1
 UP BND       X04012               1
 UP BND       X04013               1
 UP BND       X04014               1
 UP BND       X04015               1
 UP BND       X05001               1
 UP BND       X05002               1
 UP BND       X05003               1
 UP BND       X05004               1
 UP BND       X05005               1
 UP BND       X05006               1
 UP BND       X05007               1
 UP BND       X05008               1
 UP BND       X05009               1
 UP BND       X05010               1
 UP BND       X05011               1
 UP BND       X05012               1
 UP BND       X05013               1
 UP BND       X05014               1
 UP BND       X05015               1
ENDATA
