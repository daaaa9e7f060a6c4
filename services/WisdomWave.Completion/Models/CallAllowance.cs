namespace WisdomWave.Completion.Models;

/// <summary>How many calls of the provider a question may still cost: some of its model, and some of all models together that stand in for it.</summary>
internal sealed class CallAllowance(int calls, int standInCalls)
{
    /// <summary>Above this no configuration goes: every call may be paid for.</summary>
    public const int Most = 3;

    private int _left = calls;
    private int _standInsLeft = standInCalls;

    /// <returns>False when none is left.</returns>
    public bool TryTake(bool isStandIn) => isStandIn ? _standInsLeft-- > 0 : _left-- > 0;

    /// <summary>The call never reached the provider.</summary>
    public void GiveBack(bool isStandIn)
    {
        if (isStandIn)
            _standInsLeft++;
        else
            _left++;
    }

    /// <summary>Whether another call of this model may be made while others wait to stand in after it.</summary>
    public bool HasMore(bool isStandIn, int standInsBehind) => isStandIn ? _standInsLeft > standInsBehind : _left > 0;
}
