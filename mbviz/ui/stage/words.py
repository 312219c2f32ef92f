"""What the stage says: templates that its browser side fills with numbers."""

from __future__ import annotations

from mbviz.ui.language import N_

WORDS = {
    "question": N_("{n} digits. Look at {size}. How far off is their loss?"),
    "questionOne": N_("{n} digits. Look at {size}. How far off is its loss?"),
    "explain": N_("What is to be seen here?"),
    "close": N_("Close"),
    "help_batch": N_(
        "A mini-batch is a part of the data, drawn at random: here images of written digits, numbered by batch_mask."
    ),
    "help_digits": N_("Digits: below each picture the network’s ten softmax outputs y. ✗ marks a wrong answer."),
    "help_picks": N_(
        "Heatmap: a row of y for each digit. Of each row the loss needs one cell, that of the true class t."
    ),
    "help_losses": N_(
        "Bars: the loss −log y of each digit, in nats (natural logarithm). Sure and right costs nearly 0. Their mean is the loss "
        "of the batch."
    ),
    "help_cloud": N_(
        "Dots: each is the loss of one batch, against its size. The large one is yours. The line is the loss of all the data; "
        "half of all batches lie in the darker band."
    ),
    "help_pile": N_(
        "Pile: your draws of this size so far. The curve is the exact law that they follow. Point at any height in it or among the "
        "dots, and it says how unusual a batch with that loss would be."
    ),
    "help_try": N_("Try: draw again with ▶ or Play, then drag the batch size and watch the pile get narrower."),
    "this": N_("this batch"),
    "all": N_("all"),
    "off": N_("off by"),
    "allLine": N_("all {n}: {loss}"),
    "mean": N_("mean = {loss}"),
    "pile": N_("batches of {size}: {count}"),
    "axis": N_("the loss axis now ends at {top}, before at {before}"),
    "axisTitle": N_("loss, nats"),
    "sizeAxis": N_("along: batch size B"),
    "cloudTold": N_("each dot: one of 200 batches of its size"),
    "bands": N_("shaded: 95% and 50% of all batches"),
    "magnified": N_("magnified {times} times"),
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
    "law": N_("The exact law"),
    "cloud": N_("Cloud of draws"),
    "guess": N_("Guess first"),
    "guess_": N_("nothing hidden"),
    "guess_picks": N_("the picks"),
    "guess_loss": N_("the loss"),
    "guess_off": N_("how far off"),
    "theme": N_("Theme"),
    "themeSystem": N_("as on this device"),
    "themeLight": N_("light"),
    "themeDark": N_("dark"),
    "defaults": N_("Back to defaults"),
    "look": N_("Look for MNIST again"),
    "waiting": N_("The server has not answered yet; the page follows when it does."),
    "refused": N_("“{label}” must be a whole number from {least} to {most}. It stays {shown}."),
    "noneOff": N_("All such batches have the same loss"),
    "allFurther": N_("Nearly all such batches are further off"),
    "halfFurther": N_("Half of such batches are further off"),
    "someFurther": N_("{ten} of 10 such batches are further off"),
    "oneFurther": N_("1 in {count} such batches is further off"),
    "noneFurther": N_("Hardly any such batch is further off"),
    "half": N_("half of all batches of {size} lie between {low} and {high}"),
    "changed": N_("compared with B = {before}: {digits}, {wobble}"),
    "digitsTwice": N_("twice the digits"),
    "digitsTimes": N_("{times} times the digits"),
    "digitsHalf": N_("half the digits"),
    "digitsPart": N_("{share} of the digits"),
    "wobbleTwice": N_("twice the wobble"),
    "wobbleTimes": N_("{times} times the wobble"),
    "wobbleHalf": N_("half the wobble"),
    "wobblePart": N_("{share} of the wobble"),
    "reads": N_("{loss} at B = {size}: {unusual}"),
    "noneTwice": N_("without replacement no image comes twice"),
    "noTwice": N_("with replacement; here no image came twice"),
    "oneTwice": N_("with replacement x_train[{first}] came more than once"),
    "manyTwice": N_(
        "with replacement {count} came more than once, such as x_train[{first}]; {distinct} different ones"
    ),
    "some": N_("the first {shown} are shown"),
    "ask_picks": N_("Which cells does y[np.arange({size}), t] pick? Choose one in each row of the heatmap."),
    "ask_fewer": N_("To guess the picks choose a batch of at most {few}."),
    "ask_loss": N_(
        "How large is the mean loss of these digits? Click at its height, left of the dots; within a quarter of it counts."
    ),
    "ask_off": N_("How far off is this batch from the loss of all?"),
    "step_0": N_("at most 5%"),
    "step_1": N_("5 to 20%"),
    "step_2": N_("20 to 50%"),
    "step_3": N_("more than 50%"),
    "reveal": N_("Reveal"),
    "told_picks": N_("{right} of {of} rows right"),
    "told": N_("Guessed: {yours}. It is {there}."),
    "score": N_("Score: {right} of {of}"),
    "dot": N_("a batch of {size}, draw {draw}: {loss}"),
    "digitsAlt": N_("Digits of draw {draw} with their softmax bars; {wrong} of {size} are predicted wrongly."),
    "picksAlt": N_(
        "Heatmap of the softmax outputs of {size} digits; in each row the cell of the true class is outlined."
    ),
    "lowerAlt": N_(
        "Left the losses of {size} digits as bars, their mean is {loss} nats; in the middle the mean losses of many batches "
        "against batch size, right the pile of draws so far, all on one loss axis."
    ),
}
