using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Tests.Contracts;

public sealed class DeliveryLaneTests
{
    [Theory]
    [InlineData(ChatKind.Private, 5, null, null)]
    [InlineData(ChatKind.Private, 5, 42, null)]
    [InlineData(ChatKind.Group, -100, null, 7L)]
    [InlineData(ChatKind.Group, -100, 42, 7L)]
    public void AMessageAndItsTurnShareALane(ChatKind kind, long chat, int? topic, long? person)
    {
        var address = new ChatAddress(chat, kind, topic);
        var message = new InboundMessage
        {
            Bot = new BotIdentity(77, "WiseBot"),
            UpdateId = 1,
            Chat = address,
            From = new Person(7, "Ann"),
            MessageId = 10,
            Text = "Hello",
            AddressedBy = AddressedBy.Mention,
            SentAt = DateTimeOffset.UnixEpoch,
        };
        var turn = new TurnRef { Id = Guid.Empty, BotId = 77, Chat = address, UserId = 7 };

        Assert.Equal(new DeliveryLane(77, chat, topic, person), DeliveryLane.Of(message));
        Assert.Equal(DeliveryLane.Of(message), DeliveryLane.Of(turn));
    }
}
