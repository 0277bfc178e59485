package io.kullback.app.simulation;

/** Seeds that differ for everything that is to be independent. */
final class Seeds {

    private Seeds() {}

    /** A seed of its own for each purpose and number. */
    static long of(long seed, String purpose, int number) {
        long mixed = seed;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mixed * 0x9e3779b97f4a7c15L + purpose.charAt(i);
        }
        return mixed * 0x9e3779b97f4a7c15L + number;
    }
}
