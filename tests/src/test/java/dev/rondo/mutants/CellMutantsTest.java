package dev.rondo.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cell.CellFactory;
import dev.rondo.contract.CellContract;
import dev.rondo.contract.Target;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kit catches every cell that is subtly wrong. */
@Tag("mutants")
class CellMutantsTest {
    /** The contract that a cell's author extends, with the equations written out. */
    private static final class Contract extends CellContract {
        Contract(MutantCell.Fault fault) {
            super(cell(fault));
        }

        @Override
        protected List<Target> targets() {
            return List.of(Target.reference());
        }

        @Override
        protected CellFactory equations() {
            return cell(MutantCell.Fault.NONE);
        }
    }

    private static CellFactory cell(MutantCell.Fault fault) {
        return (scope, inputs, size) -> new MutantCell(fault, scope, inputs, size);
    }

    private static Caught caught(MutantCell.Fault fault) {
        Contract c = new Contract(fault);
        Stream<DynamicTest> tests = Stream.concat(c.promises(), c.results());
        return Caught.of(fault.text, tests);
    }

    @Test
    void everyMutantIsCaught() {
        assertThat(caught(MutantCell.Fault.NONE).by()).isEmpty();
        List<Caught> all = new ArrayList<>();
        for (MutantCell.Fault fault : MutantCell.Fault.values()) {
            if (fault != MutantCell.Fault.NONE) {
                all.add(caught(fault));
            }
        }
        System.out.println(Caught.table("Mutants of an LSTM", all));
        assertThat(all).hasSizeGreaterThanOrEqualTo(20);
        assertThat(all.stream().filter(c -> c.by().isEmpty())).isEmpty();
    }
}
