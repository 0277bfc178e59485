package io.kullback.detection.change;

import io.kullback.divergence.Sum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The part of a score that follows the clock: Σ αⱼ cos(2π cⱼ t / period) + βⱼ sin(…), fitted to a baseline by least squares beside a constant. */
final class Harmonics {

    /** No rhythm. */
    static final Harmonics NONE = new Harmonics(1, new int[0], new double[0]);

    private static final double SINGULAR = 1e-9;

    private final long period;
    private final int[] cycles;
    private final double[] amplitudes;

    private Harmonics(long period, int[] cycles, double[] amplitudes) {
        this.period = period;
        this.cycles = cycles;
        this.amplitudes = amplitudes;
    }

    /**
     * A fit; none where the windows do not tell the cycles apart.
     *
     * @param starts of the windows, epoch milliseconds
     * @param scores of the windows
     * @param periodMillis of the season
     * @param cycles in each period
     */
    static Harmonics fit(long[] starts, double[] scores, long periodMillis, int[] cycles) {
        if (cycles.length == 0) {
            return NONE;
        }
        int unknowns = 1 + 2 * cycles.length;
        Sum[][] sums = new Sum[unknowns][unknowns + 1];
        for (Sum[] row : sums) {
            for (int column = 0; column <= unknowns; column++) {
                row[column] = new Sum();
            }
        }
        for (int t = 0; t < starts.length; t++) {
            double[] terms = terms(starts[t], periodMillis, cycles);
            for (int row = 0; row < unknowns; row++) {
                for (int column = 0; column < unknowns; column++) {
                    sums[row][column].add(terms[row] * terms[column]);
                }
                sums[row][unknowns].add(terms[row] * scores[t]);
            }
        }
        double[][] system = new double[unknowns][unknowns + 1];
        for (int row = 0; row < unknowns; row++) {
            for (int column = 0; column <= unknowns; column++) {
                system[row][column] = sums[row][column].value() / starts.length;
            }
        }
        return isSolved(system) ? new Harmonics(periodMillis, cycles, solution(system)) : NONE;
    }

    /** 1, then cosine and sine of each cycle. */
    private static double[] terms(long start, long period, int[] cycles) {
        double[] terms = new double[1 + 2 * cycles.length];
        terms[0] = 1;
        for (int j = 0; j < cycles.length; j++) {
            // The phase is reduced in whole milliseconds first, so that it keeps its digits however late the year.
            double phase = 2 * Math.PI * Math.floorMod(start * cycles[j], period) / period;
            terms[1 + 2 * j] = StrictMath.cos(phase);
            terms[2 + 2 * j] = StrictMath.sin(phase);
        }
        return terms;
    }

    /** Gauss and Jordan's elimination with the largest pivot, in place; false when it vanishes. */
    private static boolean isSolved(double[][] system) {
        int size = system.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
                    pivot = row;
                }
            }
            if (Math.abs(system[pivot][column]) < SINGULAR) {
                return false;
            }
            double[] moved = system[pivot];
            system[pivot] = system[column];
            system[column] = moved;
            for (int row = 0; row < size; row++) {
                double factor = row == column ? 0 : system[row][column] / moved[column];
                for (int i = column; factor != 0 && i <= size; i++) {
                    system[row][i] -= factor * moved[i];
                }
            }
        }
        return true;
    }

    /** The unknowns but for the constant, which belongs to the score's mean. */
    private static double[] solution(double[][] system) {
        double[] amplitudes = new double[system.length - 1];
        for (int row = 1; row < system.length; row++) {
            amplitudes[row - 1] = system[row][system.length] / system[row][row];
        }
        return amplitudes;
    }

    /** The rhythm's part in the score of the window that starts then. */
    double at(long start) {
        double[] terms = terms(start, period, cycles);
        double value = 0;
        for (int i = 0; i < amplitudes.length; i++) {
            value += amplitudes[i] * terms[i + 1];
        }
        return value;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(period);
        out.writeByte(cycles.length);
        for (int j = 0; j < cycles.length; j++) {
            out.writeByte(cycles[j]);
            out.writeDouble(amplitudes[2 * j]);
            out.writeDouble(amplitudes[2 * j + 1]);
        }
    }

    static Harmonics read(DataInput in) throws IOException {
        long period = in.readLong();
        int[] cycles = new int[in.readUnsignedByte()];
        double[] amplitudes = new double[2 * cycles.length];
        for (int j = 0; j < cycles.length; j++) {
            cycles[j] = in.readUnsignedByte();
            amplitudes[2 * j] = in.readDouble();
            amplitudes[2 * j + 1] = in.readDouble();
        }
        return new Harmonics(period, cycles, amplitudes);
    }
}
