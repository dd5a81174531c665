namespace Fdkt.Learning.Samples;

/// <summary>Messages that object to a sum of money.</summary>
internal static class BillingDisputes
{
    public static readonly Situation[] All =
    [
        new(
            ["The {winter|<month>} {statement|bill} is based on {an estimate|a guessed reading}, and <amount> is {far above|nowhere near} what {we|I} {use|burned}.",
             "{Somebody|Your system} estimated {our|my} {gas|electricity} at <number> units {although|when} the {dial|meter} shows {barely half|much less}.",
             "I {will not accept|disagree with} <amount> for {heating|gas} while we were {away|on holiday} {for most of <month>|nearly the whole month}."],
            ["I {sent|submitted} {my own|a} reading {on <day>|with a photo}.", "The {house|flat} is {small|well insulated} and only two people live here."]),
        new(
            ["{We|I} moved out in <month>, {yet|but} the {standing charge|daily charge} for the {old flat|empty house} {keeps coming|is still on my account}.",
             "The {final|closing} statement for {the flat in <town>|my old address} {includes|contains} <amount> from after {we|I} {left|handed back the keys}.",
             "Why am I paying <amount> for electricity {the new tenants|other people} {used|consumed}?"],
            ["The {landlord|letting agent} {has confirmed|wrote down} the date.", "The keys went back on <day>."]),
        new(
            ["My {tariff|unit rate} was {fixed|agreed} {until <month>|for two years}, {so|and} the higher {price|rate} on this page {cannot be right|is wrong}.",
             "You {put|moved} me on the {expensive|standard} tariff {without asking|by mistake} and I {owe|was asked for} <amount> {too much|more}.",
             "The {rate|price per unit} {does not match|is not} what {<name>|your colleague} {promised|quoted} when {we|I} signed."],
            ["I have the {letter|confirmation email} with the {fixed rate|agreed price}.", "It was {<number>|a few} pence per unit {then|in the offer}."]),
        new(
            ["You {want|demand} <amount> for a {router|box} that {went back|I posted back} {weeks ago|in <month>}.",
             "I was {billed|charged} for {equipment|a hub} I {returned|handed in} at the {shop|post office} {in <town>|on <day>}.",
             "The {fee|penalty} for the {missing|unreturned} router {has to|must} {go|come off}, your warehouse {signed for it|has it}."],
            ["I kept the {parcel|tracking} receipt.", "The tracking number ends in <number>."]),
        new(
            ["{My|Our} monthly {price|fee} {jumped|went up} by <amount> {in the middle of|halfway through} the contract.",
             "I signed for {a flat price|eighteen months at one price}, {and|but} the {broadband|internet} now costs <amount> {more|extra}.",
             "The {increase|new price} {for our broadband|on the line} was never {announced|agreed} and I {expect|want} it {reversed|put right}."],
            ["The contract {runs|lasts} until <month>.", "Nobody sent {a letter|an email} beforehand."]),
        new(
            ["There are <number> {film|sports} channels on {my account|the statement} that {nobody here|I never} {ordered|asked for}.",
             "Somebody added a {film|sports} {package|bundle} and now <amount> {leaves|is taken from} my account each month.",
             "{We|I} never {watched|ordered} {that film|the match} for <amount>, {and|so} {I am not paying|please take it off}."],
            ["The {children|kids} {have no|don't know the} PIN.", "We {only|just} watch the {free|basic} channels."]),
        new(
            ["{Three|Two} {overdraft|late payment} fees in one week is {absurd|outrageous}, my {salary|wages} {arrived|came in} the same day.",
             "You took <amount> {as|for} an {overdraft|unarranged overdraft} {fee|charge} {because of|through} your own {delay|slow transfer}.",
             "The account was {never|not} {overdrawn|below zero} on <day>, {so where does|explain} the <amount> {fee come from|fee}?"],
            ["The transfer was {sent|booked} at <time>.", "The {money|salary} was there that {morning|evening}."]),
        new(
            ["The {same|identical} card payment {of <amount>|at the supermarket} {shows|appears} twice {on <day>|on my account}.",
             "A {shop|petrol station} in <town> {debited|took} <amount> {two times|twice} and the bank {gave|paid} nothing back.",
             "I {recognise|made} one of the two card {transactions|payments}, the {second|other} <amount> is {an error|not mine}."],
            ["The {till|shop} receipt shows one {purchase|sale}.", "The {shop|cashier} says it is {up to|with} the bank."]),
        new(
            ["Your leaflet says {free withdrawals|no fees} abroad, {yet|and yet} I {lost|paid} <amount> at {a cash machine|an ATM} in {Spain|Italy}.",
             "{Foreign|Currency} fees of <amount> on {a|my} {holiday|travel} card {contradict|go against} what {the branch|<name>} {said|told us}.",
             "The exchange rate you {used|applied} for {the hotel|my hotel in Spain} is {well below|nothing like} the {official|published} one."],
            ["We {withdrew|took out} money {<number> times|only once}.", "It was {advertised|sold} as a {travel|holiday} card."]),
        new(
            ["I {paid for|bought} one ticket to <town>, {but|and} <amount> was {collected|taken} for {two|a second one}.",
             "The {app|website} {froze|hung} while I bought my fare and {charged|debited} me {again|a second time}.",
             "Only one seat was {booked|used}, {still|but} the rail {account|receipt} lists <amount> {twice|for two passengers}."],
            ["The booking {code|number} is <number>.", "It was the <time> to <town>."]),
        new(
            ["The {inspector|conductor} {fined|charged} me <amount> {although|even though} my {ticket|pass} {was valid|had not expired}.",
             "I {contest|object to} the penalty fare of <amount>, the {machine|gate} at <town> {was broken|took no cards}.",
             "{A|This} penalty of <amount> for {sitting in|boarding} the {wrong|earlier} train is {unfair|not justified}."],
            ["There was no {staff|guard} on the platform.", "The {notice|slip} has the number <number>."]),
        new(
            ["{Half|Part} of the {compensation|refund} for the {late|delayed} train {is missing|never came}, I {got|received} <amount>.",
             "You {approved|promised} <amount> back for our delayed journey and {paid|sent} {only half|nothing}.",
             "The {delay|refund} {sum|amount} is {wrong|too low}, we {arrived|got to <town>} <number> minutes late."],
            ["We {missed|lost} the last connection.", "The claim {was filed|went in} in <month>."]),
        new(
            ["The {clinic|surgery} {invoiced|billed} <amount> for {a missed visit|not turning up} {although|but} I {was there|sat in the waiting room}.",
             "I {rang|phoned} two days {before|ahead}, {so|and} a no-show {fee|charge} of <amount> is {wrong|not right}.",
             "{Please explain|Who decided on} the <amount> for a {consultation|visit} {which|that} the doctor {called off|never held}."],
            ["The {receptionist|desk} {wrote|noted} it down.", "I waited from <time> {on|that} <day>."]),
        new(
            ["My insurer {settled|covered} the {x-ray|scan} {already|in full}, and {now|still} you {demand|want} <amount> from me.",
             "The {laboratory|lab} {invoice|bill} lists {tests|samples} that were {never taken|not done}, <amount> {altogether|in total}.",
             "You {sent|addressed} {the reminder|a demand} for <amount> to me, {while|but} {the insurance|my insurer} {paid|covered it} in <month>."],
            ["The policy number is <number>.", "I have {their letter|the insurer's letter} here."]),
    ];
}
