"""What the stage says: templates that its browser side fills with numbers."""

from __future__ import annotations

from mbviz.ui.language import N_

WORDS = {
    "question": N_("{n} digits. Look at {size}. How far off is their loss?"),
    "this": N_("this batch"),
    "all": N_("all"),
    "off": N_("off by"),
    "allLine": N_("all {n}: {loss}"),
    "mean": N_("mean = {loss}"),
    "pile": N_("batches of {size} so far: {count}"),
    "size": N_("Batch size B"),
    "sizeField": N_("Batch size: any whole number"),
    "sizeSpoken": N_("a batch of {size}"),
    "draw": N_("draw"),
    "network": N_("network"),
    "back": N_("Previous draw (P)"),
    "next": N_("Next draw (N)"),
    "play": N_("▶ Play"),
    "pause": N_("❚❚ Pause"),
    "pace": N_("Draws a second"),
    "paceEach": N_("{pace} a second"),
    "hundred": N_("A hundred draws at once"),
    "clear": N_("Clear"),
    "more": N_("More settings"),
    "seed": N_("Seed"),
    "replace": N_("With replacement"),
    "order": N_("Order"),
    "as-drawn": N_("as drawn"),
    "largest-loss-first": N_("largest loss first"),
    "law": N_("The exact law"),
    "guess": N_("Guess first"),
    "guess_": N_("nothing hidden"),
    "guess_picks": N_("the picks"),
    "guess_loss": N_("the loss"),
    "guess_off": N_("how far off"),
    "language": "한국어 / English",
    "link": N_("Copy this screen’s link"),
    "copied": N_("Copied"),
    "refused": N_("{key} must be a whole number from {least} to {most}. It stays {shown}."),
    "allFurther": N_("Nearly every batch of {size} is further off"),
    "mostFurther": N_("{ten} of 10 batches of {size} are further off"),
    "halfFurther": N_("Half of all batches of {size} are further off"),
    "oneFurther": N_("One batch of {size} in {count} is further off"),
    "noneFurther": N_("Hardly any batch of {size} is further off"),
    "half": N_("half of all batches of {size} lie between {low} and {high}"),
    "moreDigits": N_("{times} times the digits, the wobble {wobble} times smaller"),
    "fewerDigits": N_("{times} times fewer digits, the wobble {wobble} times larger"),
    "noneTwice": N_("drawn without replacement: no digit comes twice"),
    "noTwice": N_("drawn with replacement; here no digit came twice"),
    "oneTwice": N_("drawn with replacement: digit {first} came more than once"),
    "manyTwice": N_(
        "drawn with replacement: {count} came more than once, such as digit {first}; {distinct} different ones"
    ),
    "some": N_("the pictures show the first {shown} of {size}"),
    "digitsAlt": N_("The digits of the batch with their softmax bars; wrong predictions are marked."),
    "picksAlt": N_("Heatmap of the softmax outputs; in each row the cell of the true class is outlined."),
    "lowerAlt": N_(
        "Left the losses of the batch as bars, in the middle the mean losses of many batches against batch size, right the pile "
        "of draws so far, all on one loss axis."
    ),
}
