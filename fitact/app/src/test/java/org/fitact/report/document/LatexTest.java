package org.fitact.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatexTest {

    @Test
    void signsOfLatexAreWhatTheyLookLike() {
        Document.Table table = new Document.Table(
                List.of("data_set", "overhead, %"), 1, List.of(List.of("A & B", "−0.5 ± 0.1"), List.of("C\\{1}", "2")));
        assertEquals("""
                \\begin{tabular}{lr}
                \\toprule
                data\\_set & overhead, \\% \\\\
                \\midrule
                A \\& B & $-$0.5 $\\pm$ 0.1 \\\\
                C\\textbackslash{}\\{1\\} & 2 \\\\
                \\bottomrule
                \\end{tabular}
                """, Latex.of(table));
    }
}
