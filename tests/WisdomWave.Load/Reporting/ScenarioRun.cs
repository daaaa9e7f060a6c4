using WisdomWave.Load.Measuring;
using WisdomWave.Load.Outside;
using WisdomWave.Load.Scenarios;

namespace WisdomWave.Load.Reporting;

/// <summary>Everything that was seen of one run.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="FirstAnswer">From the start of the processes to the first answer.</param>
/// <param name="Idle">Before the load.</param>
/// <param name="Windows">From its start to its end.</param>
/// <param name="Steady">Those after the warm-up, as one.</param>
/// <param name="After">When the last answer had been waited for.</param>
/// <param name="Verdict">What became of the questions.</param>
internal sealed record ScenarioRun(
    Scenario Scenario, TimeSpan FirstAnswer, Window Idle, IReadOnlyList<Window> Windows, Window Steady, Sample After, Verdict Verdict)
{
    public long Answered => After.Outside.Answered;
}
