using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using static WisdomWave.Ingress.Tests.Addressing.MessageBuilder;

namespace WisdomWave.Ingress.Tests.Addressing;

/// <summary>In a group, only the first piece of a split text has the mention.</summary>
public sealed class RecentlyAddressedTests
{
    private static readonly string Long = new('x', 4000);
    private static readonly User Boris = new() { Id = 6, FirstName = "Boris" };

    private readonly RecentlyAddressed _before = new();

    [Fact]
    public void FurtherPiecesOfASplitTextAreAddressed()
    {
        Assert.Equal(AddressedBy.Mention, From(Group("@WiseBot " + Long), second: 0));
        Assert.Equal(AddressedBy.Mention, From(Group(Long), second: 1));
        Assert.Equal(AddressedBy.Mention, From(Group("the end"), second: 2));
        Assert.Null(From(Group("something else"), second: 2));
    }

    [Fact]
    public void UnrelatedMessagesInBetweenAreIgnored()
    {
        From(Group("@WiseBot " + Long), second: 0);
        Assert.Null(From(Group("me too").With(message => message.From = Boris), second: 1));
        Assert.Null(From(Group("/stats@OtherBot"), second: 1));
        Assert.Null(From(Group("I think so").ReplyingTo(Boris, "Really?"), second: 1));
        Assert.Null(From(Group("much later"), second: 9));
    }

    [Fact]
    public void AShortMessageIsNotContinued()
    {
        From(Group("@WiseBot hello"), second: 0);
        Assert.Null(From(Group("just chatting"), second: 0));
    }

    private AddressedBy? From(MessageBuilder message, int second) =>
        InboundMessages.From(3, message.With(message => message.Date = DateTime.UnixEpoch.AddSeconds(second)).Build(), Bot, _before)?.AddressedBy;
}
