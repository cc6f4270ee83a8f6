"""What a message names: places, nationalities, sums, durations, trades. `bot.nlu.extract` is the door."""
