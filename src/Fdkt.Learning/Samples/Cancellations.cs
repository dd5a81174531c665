namespace Fdkt.Learning.Samples;

/// <summary>Messages that end a contract or a service.</summary>
internal static class Cancellations
{
    public static readonly Situation[] All =
    [
        new(
            ["{Another|A cheaper} supplier {takes over|will deliver} {our|my} {electricity|gas} {from|in} <month>, {so|and} this is {my|our} {notice|goodbye}.",
             "{I am|We are} {switching|changing} {energy supplier|to my brother's supplier}, {close|please close} the {electricity|gas} {account|contract} {on|by} <day>.",
             "{From|As of} <month> {we|I} {buy|get} {power|gas} {elsewhere|from someone else}, {end|finish} the {supply|contract} {then|at that date}."],
            ["The meter {stands|stood} at <number>.", "{Send|Post} the last statement to <town>."]),
        new(
            ["{Our|The} new {heat pump|boiler} has {a warranty|its own warranty}, {so|and} the {boiler|heating} cover {can stop|is of no use}.",
             "{Take|Strike} the {boiler|heating} {cover|care plan} off {my|our} account, {it is|that is} {not needed|pointless} {any more|now}.",
             "{I do not|We won't} {renew|extend} the {boiler|plumbing} {plan|cover} when it {runs out|expires} in <month>."],
            ["The {old|gas} boiler {was scrapped|is gone}.", "The {plan|cover} costs <amount>."]),
        new(
            ["{Drop|Remove} the green {option|extra} from my {tariff|electricity}, {I only|we only} {wanted|tried} it for {a year|the solar panels}.",
             "{The|Your} {electric car|charging} {tariff|add-on} {is wasted|makes no sense} since {we sold|I sold} the car, {please end it|stop it}.",
             "{I|We} {no longer want|don't need} the {solar|battery} {rental|lease}, {collect|take away} the {panels|battery} {in|by} <month>."],
            ["The car {went|was sold} in <month>.", "The {rest|basic tariff} can stay {as it is|unchanged}."]),
        new(
            ["{We|I} {emigrate|move} to {Canada|Portugal} in <month>, {so|and} the {broadband|line} {has to|must} {end|be shut off}.",
             "{Switch off|Disconnect} {our|the} {fibre|internet} {on|after} <day>, the {house|flat} {is sold|will be empty}.",
             "{My|Our} new {flat|landlord} {has|provides} internet {included|for free}, {hence|therefore} {I quit|we leave} {on|by} <day>."],
            ["The {router|box} can be {collected|picked up}.", "The {removal|moving} van comes on <day>."]),
        new(
            ["{The|Those} {sports|film} channels {can go|may be dropped}, {my husband|my son}, who watched them, {has left|moved out}.",
             "{Take|Cut} us {back|down} to the {basic|free} channels, {no more|without} {football|films} {from|after} <month>.",
             "The {trial|free} month of {films|sports} {is over|ends}, {I do not|we don't} want {to keep it|it to continue}."],
            ["We {read|go out} more than we {watch|sit}.", "It {costs|was} <amount> {a|per} month."]),
        new(
            ["{My|The} {second|old} SIM {lies|sits} in a drawer, {end|finish} {that|its} contract {at|by} {the end of <month>|the next date}.",
             "{My|Our} daughter {has|got} a phone from {work|school}, {so|and} {deactivate|switch off} her number {please|ending in <number>}.",
             "I {will not|won't} {extend|prolong} the mobile {plan|contract}, {release|hand over} my number to the other {provider|network}."],
            ["The {number|SIM} ends in <number>.", "The {minimum|two-year} term {is over|ended in <month>}."]),
        new(
            ["The {landline|home phone} {only|just} {brings|gets} {sales calls|wrong numbers}, {get rid of|please remove} it.",
             "{Mother|My father} {died|passed away} in <month>, {nobody|no one} {needs|uses} {her|his} telephone {line|number} {now|any longer}.",
             "We {gave|are giving} up {the shop|our office} in <town>, {including|and with it} the {telephone|fax} line."],
            ["The {certificate|paper} is attached.", "{She|He} was {a|your} customer for <number> years."]),
        new(
            ["{Close|Shut} {my|the} savings {account|book} and {send|pay} the {remaining|last} <amount> to {my|the} other {bank|account}.",
             "{I have|We have} {another|a new} bank now, {wind up|close} the {joint|current} account {at|by} the end of <month>.",
             "{After|Since} the {divorce|separation} {we|I} {want|need} the joint account {dissolved|gone}."],
            ["Both {signatures|of us} signed.", "The balance is <amount>."]),
        new(
            ["I {cut up|destroyed} {my|the} credit card, {please end|end} the {agreement|contract} and {the|its} yearly fee.",
             "{Stop|Delete} the standing order {of <amount>|for the rent} {to|in favour of} <name>, the {last|final} {one|payment} {was|went} in <month>.",
             "{I want out of|Release me from} the credit card {with|and} its {points|insurance}, {one card|the debit card} is {enough|plenty}."],
            ["Nothing is {owed|open} on it.", "The {card|order} was set up in <month>."]),
        new(
            ["The {travel|phone} insurance {in|with} my {premium|gold} account {is useless|never paid}, make it {a plain|a free} one.",
             "{I withdraw|We withdraw} from the {loan|life} insurance {signed|taken out} {on|last} <day>, {within|inside} the fourteen days.",
             "{My|The} {contents|travel} policy {through|with} the bank {should|shall} {lapse|not go on} {in|after} <month>."],
            ["{My|Our} {employer|club} insures {us|me}.", "The {policy|form} number is <number>."]),
        new(
            ["I work from home {now|from <month>}, {so|and} {here comes|I hand in} my season ticket.",
             "{The|My} {yearly|monthly} {rail|season} pass {is|has become} {too much|unnecessary} since I {retired|changed jobs}, {end it|please stop it}.",
             "{No more|Do not send} {season|monthly} tickets {from|after} <month>, {my office|our firm} {moves|is moving} to <town>."],
            ["The card number is <number>.", "I {commuted|travelled} for <number> years."]),
        new(
            ["{Do not|Please don't} {renew|extend} my railcard {automatically|in <month>}, I {drive|bought a car}.",
             "{Take|Remove} me {from|off} {the|your} {loyalty|points} {club|programme} and {delete|erase} my {travel|journey} data.",
             "{My|Our} son {turns|is} {twenty-six|eighteen}, {his|the} {youth|family} railcard {need not|should not} {continue|go on}."],
            ["The {points|miles} can {expire|go to charity}.", "It {costs|cost} <amount> each year."]),
        new(
            ["{We|I} {changed|go} to a {doctor|practice} {near|in} <town>, {take|strike} {me|us} off your {list|register} and {forward|send on} the {notes|files}.",
             "{I leave|I'm leaving} the {practice|clinic}, {my|our} records {go|should be sent} to Doctor <name> {in <town>|please}.",
             "{After|Following} the move {to <town>|in <month>} {we are|I am} no longer {your patients|a patient}, {close|archive} the {file|records}."],
            ["The new {surgery|practice} {has|sent} a form.", "We were {here|patients} for <number> years."]),
        new(
            ["{My|The} back {course|class} on <day> {is over for me|goes on without me}, {give|pass} {the place|my place} to {someone|somebody} else for good.",
             "{I would like|Time} to {give up|leave} the {wellness|dental} plan, the {monthly|yearly} {debit|payment} {of <amount>|from <month>} {ends|must end} with it.",
             "{Stop|No more} {sending|posting} {my|the} repeat {prescription|tablets} {by post|to the house}, {the pharmacy|a nurse} {brings|has} them."],
            ["The {tablets|pills} {pile|piled} up.", "The {trainer|course} was not {the reason|at fault}."]),
    ];
}
