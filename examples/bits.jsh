// The same as BitFlip, asked line by line, and a trial's faults drawn by hand.
//
//   bin/fitact jshell examples/bits.jsh          runs it; without a file, lines are typed

import org.fitact.tensor.fixedpoint.FixedPoint
import org.fitact.tensor.fixedpoint.FixedPointCodec
import org.fitact.tensor.random.PhiloxRandom

var word = FixedPointCodec.toWord(FixedPoint.DEFAULT, 0.02, 0)
double read(int word) { return FixedPointCodec.toDouble(FixedPoint.DEFAULT, word); }

IO.println("0.02 is stored as %08x".formatted(word))
IO.println("with bit 29 flipped: " + read(word ^ 1 << 29))

// What is drawn depends on the seed and the trial, not on what was drawn before.
var trial = new PhiloxRandom(1, 0).child(7)
IO.println("trial 7 hits bit " + trial.nextInt(32) + " of its first word")

/exit
