using System.Text;

namespace WisdomWave.Benchmarks;

/// <summary>Texts like those that models write.</summary>
internal static class Texts
{
    private const string Section =
        """
        ## Why the tide comes back

        The moon pulls at the water, and **the earth turns below it**; so each shore meets two high tides a day, about *12 h 25 min* apart.

        1. The side towards the moon is pulled more than the centre.
        2. The side away from it is pulled less.
           - The sun does the same, with `0.46` of the moon's force.

        ```python
        def hours_until_high_tide(now, last):
            return (last + 12.42 - now) % 12.42
        ```

        | place | range |
        | --- | --- |
        | Bay of Fundy | 16 m |
        | Mediterranean | 0.3 m |

        > Time and tide wait for no man. See [the almanac](https://example.org/tides).


        """;

    /// <summary>An answer in Markdown of at least this length.</summary>
    public static string Answer(int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(Section);
        return text.ToString();
    }
}
