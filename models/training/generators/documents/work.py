# ruff: noqa: E501 - a pattern of language is one line
"""Documents of work and public life: e-mails, minutes, notices, timetables, offers, contracts."""

FORMS = """
# email prose
> Subject: {t8} project~Hi {N6},|Hi team,|Dear all,|Subject: {a} {us}~Dear {N6},|Hello {N6},
+ I hope that your week went well|Thanks for the quick reply|As you know, the {us} are {a}|Let me know what you think|A short summary of where we are|Sorry for the long silence
< Best, {N9}|Kind regards,~{F}|Thanks~{N9}|Cheers, {N9}~--~{F}, {C} office
* The budget for the {t} is <1:{price}>, and <2:{N}> has to sign it.|<2:{N}> must sign the budget of the {t}, which is <1:{price}>.
? 1 [How much is the budget for the {t}|What can we spend on the {t}|How large is the {t} budget]?
? 2 [Who has to sign the budget|Whose signature is needed for the {t}|Who signs the budget]?
! Who wrote the budget of the {t}?|By when must the budget be signed?
* Please send the report to <1:{N}> by <2:{day} {time}>.|<1:{N}> needs the report by <2:{day} {time}>.
? 1 [To whom should I send the report|Who needs the report|the report goes to who]?
? 2 [When is the report due|By when should the report be sent|What is the deadline of the report|report due when]?
! How long should the report be?
@ the report
* We had to postpone the launch because <1:{reason}>.|The launch is later than planned because <1:{reason}>.|The launch was moved, since <1:{reason}>.
? 1 [Why was the launch postponed|What is the reason for the delay|Why is the launch late|Why don't we launch as planned]?
! What is the new date of the launch?|Who decided about the launch?
@ the launch
* From {month} on, <1:{N}> will be in charge of {C}, as <2:{M}> retires.
? 1 [Who will be in charge of {C}|Who takes over {C}|Who is responsible for {C} from {month}]?
? 2 [Who retires|Who goes into retirement|Who stops working]?
! How old is the new person in charge?|What does the job in {C} pay?
* I have booked <1:{place}> for {n} people, from <2:{time} to {time2}>.
? 1 [What room was booked|Which place has been booked|Where is the booking]?
? 2 [For what time is it booked|What are the hours of the booking|booking from when to when]?
! What does the booking cost?
* Could you <1:{w} the {ts}> before I come back from {C}?|While I am in {C}, please <1:{w} the {ts}>.
? 1 [What am I asked to do while the sender is in {C}|What should be done while the sender is away|What should be ready when the sender comes back from {C}]?
! When does the sender come back?
* Our customer in {C} ordered <1:{n} {us}> but got <2:{n2}>.
? 1 [How many {us} were ordered|What did the customer order|What was the order from {C}]?
? 2 [How many {us} did the customer get|How many {us} arrived|How many {us} came instead]?
! What is the name of the customer?|When did the customer order?
* If the server fails, <1:restart it and tell {N}>.|When the server fails, <1:phone {N} at once>.
? 1 [What should I do if the server fails|The server is down, what now|What happens in case of a server failure|what to do when the server does not work]?
! Where is the server?|How old is the server?
@ server failures
* My new number is <1:{phone}>.|You can reach me at <1:{phone}>.
? 1 [What is the phone number|How can I phone the sender|At what number can I call|new number is what]?
! What is the postal address of the sender?

# minutes mixed
> Minutes, {date6}|# Minutes of the {t8} committee|Meeting of the {t8} club, {date6}~Present: {N9}, {N8}, {N7}|Minutes of the annual meeting
+ The minutes of the last meeting were approved|{N8} thanked everybody|There was a long talk about {us}|Several members were {a}|No other business was raised
< Minutes by {F}|The meeting closed early.|Signed: {N9}, secretary
* The members decided to <1:{w} the {t}> because <2:{reason}>.|It was agreed to <1:{w} the {t}>, because <2:{reason}>.
? 1 [What did the members decide about the {t}|What was agreed about the {t}|What is to be done with the {t}|What is going to happen to the {t}]?
? 2 [Why will they {w} the {t}|What is the reason for what was agreed about the {t}|For what reason did they decide to {w} the {t}]?
! Who has to {w} the {t}?|When will they {w} the {t}?
* <1:{N}> was elected treasurer with <2:{n} votes>.|The new treasurer is <1:{N}>, who got <2:{n} votes>.
? 1 [Who is the new treasurer|Who was elected treasurer|Who looks after the money now|treasurer is who]?
? 2 [How many votes did {N} get|With how many votes was the treasurer elected]?
! For how many years is the treasurer elected?|Who was treasurer before?
* The club has <1:{n3} members> and <2:{price}> in the bank.
? 1 [How many members are there|How big is the club|number of members]?
? 2 [How much money is in the bank|What does the club have in its account|How rich is the club]?
! What is the yearly fee of a member?
* <1:{N}> will ask the town about <2:the {a} {t}>.|<1:{N}> promised to speak with the town about <2:the {a} {t}>.
? 1 [Who will ask the town|Who speaks with the town|Who promised to talk to the town]?
? 2 [What will the town be asked about|About what does {N} want to speak with the town]?
! When will the town answer?
* The next meeting is on <1:{date}> <2:{in_place}>.|We meet again on <1:{date}>, <2:{in_place}>.
? 1 [When is the next meeting|On what date do they meet again|next meeting when]?
? 2 [Where is the next meeting|Where do they meet next time|next meeting where]?
! What is on the agenda of the next meeting?
* The proposal of {M} was rejected, since <1:{reason}>.|The members turned down what {M} proposed because <1:{reason}>.|What {M} proposed was rejected because <1:{reason}>.
? 1 [Why was the proposal of {M} rejected|Why did {M} not get what {M} wanted|What spoke against the idea of {M}]?
! How many people voted for {M}?
~ M
* Repairs of the roof will cost <1:{price}> and take <2:{dur2}>.
? 1 [How much do the roof repairs cost|What is the price of mending the roof|roof costs how much]?
? 2 [How long will the work on the roof take|How much time do the roof repairs need]?
! Which company repairs the roof?
@ the roof
* New members must <1:pay {price} and sign the rules>.|Whoever wants to join has to <1:pay {price} and sign the rules>.
? 1 [What must new members do|How can I join|What is needed to become a member]?
! How old must new members be?
* The {a} exhibition drew <1:{n3} people>, <2:{n}> more than last year.
? 1 [How many people came to the exhibition|How many saw the exhibition|What was the attendance of the exhibition]?
? 2 [How many more people than last year came|By how many did the attendance grow]?
! Who opens the exhibition?

# notice prose
> NOTICE|Attention!|To all residents|Important information|# Information|Public notice, {date6}
+ We are sorry for the trouble|Please tell your neighbours|Thank you for your patience|Please read this carefully|Take care of your {us}
< The management|{F}, caretaker|Town of {C}|Your house team
* The water will be off on <1:{day}> from <2:{time} to {time2}>.|There is no water on <1:{day}> between <2:{time} and {time2}>.
? 1 [On which day is there no water|What day will the water be off|no water on which day]?
? 2 [At what time is there no water|During which hours is the water off|What are the hours without water]?
! Which floors have no water?
* The lift is out of order because <1:{reason}>.|You can't use the lift, because <1:{reason}>.
? 1 [Why is the lift out of order|Why can't we use the lift|What is the problem with the lift|lift not working why]?
! When will the lift work again?
@ the lift
* {A} {ts} were found <1:{in_place}>; their owner can collect them from <2:{N}>.
? 1 [Where were the {ts} found|In what place did somebody find the {ts}|{ts} found where]?
? 2 [Who has the {ts} now|From whom can the owner collect the {ts}|Whom should the owner ask]?
! When were the {ts} found?
* Cars must be parked <1:{in_place}> until <2:{date}>.
? 1 [Where must cars be parked|Where can I park|Where should I put my car]?
? 2 [Until when does the parking rule last|How long does the rule for cars last|Until what date must cars be parked there]?
! What does parking cost?
@ parking
* Complaints go to <1:{F}>, phone <2:{phone}>.|If you have a complaint, contact <1:{F}> at <2:{phone}>.
? 1 [Who deals with complaints|To whom can I complain|Who should I contact with a complaint]?
? 2 [What is the number for complaints|What number do I call to complain]?
! Until when can I complain?
* Children may play <1:{in_place}> only, so that <2:{purpose}>.|So that <2:{purpose}>, children may only play <1:{in_place}>.
? 1 [Where may children play|Where are children allowed to play]?
? 2 [Why may children play only there|What is the purpose of the rule for children]?
! Who watches the children?
* Whoever breaks a window pays <1:{price}>.|The fine for a broken window is <1:{price}>.
? 1 [What happens when I break a window|How much does a broken window cost|What is the fine for breaking a window]?
! Who repairs windows?
@ broken windows
* The heating is checked <1:{freq}> by <2:{N} and {M}>.
? 1 [How often is the heating checked|How often do they look at the heating|heating checks how often]?
? 2 [Who checks the heating|By whom is the heating checked]?
! How warm is the heating?
* In case of fire, <1:take the stairs and meet {at_place}>.|If there is a fire, <1:take the stairs and meet {at_place}>.
? 1 [What should I do if there is a fire|What must people do when flames are seen|How do I behave in a fire|there is a fire what now]?
! Where is the fire extinguisher?
@ fire

# timetable prose
> Timetable, valid from {date6}|Line {n8}: {C8} - {C9}|How to get around in {C8}|# Departures
+ Trains may be late in winter|All times are local|We wish you a pleasant journey|Seats can't be booked|Hold on to the {us}
< Subject to change.|{C8} Transport|Have a good journey!
* The first bus to {C} goes at <1:{time}>, the last one at <2:{time2}>.|Buses to {C}: first <1:{time}>, last <2:{time2}>.
? 1 [When does the first bus to {C} go|What time is the earliest bus to {C}|first bus to {C}]?
? 2 [When is the last bus to {C}|At what time does the latest bus to {C} go|last bus to {C} is when]?
! How much is the bus to {C}?|How long is the journey to {C}?
~ C
* Trains to {D} depart from <1:platform {n}> every <2:{n2} minutes>.|Every <2:{n2} minutes> there is a train to {D} from <1:platform {n}>.
? 1 [From which platform do trains to {D} depart|Where does the train to {D} depart|platform for {D}]?
? 2 [How often do trains go to {D}|How long do I wait at most for a train to {D}|How frequent are trains to {D}]?
! What does a seat to {D} cost?|How long does a train to {D} take?
~ D
* The journey to {K} takes <1:{dur}> and costs <2:{price}>.|It is <1:{dur}> to {K}; the fare is <2:{price}>.
? 1 [How long does it take to get to {K}|What is the length of the journey to {K}|How long is the trip to {K}]?
? 2 [What is the fare to {K}|How much is it to {K}|What do I pay to go to {K}]?
! At what time does one arrive in {K}?|Where do I change for {K}?
~ K
* On {day}s there is no service because <1:{reason}>.|No vehicles go on {day}s, because <1:{reason}>.
? 1 [Why is there no service on {day}s|Why does nothing go on {day}s|What is the reason for the break on {day}s]?
! How much is a taxi on {day}s?|Which firm works on {day}s?
* Passengers for {C3} change at <1:{place_name}>.|To get to {C3}, change at <1:{place_name}>.
? 1 [Where do I change for {C3}|Where must passengers to {C3} change|change for {C3} where]?
! How many stops are there to {C3}?
~ C3
* Bikes cost <1:{price}> and go <2:in the last carriage|in the front carriage|next to the driver>.
? 1 [How much does a bike cost|What do I pay for my bike|bike price]?
? 2 [Where do bikes go|Where should I put my bike|In which part are bikes carried]?
! How many bikes fit in?
* If you miss the last train, <1:call the night taxi at {phone}>.|Missed the last train? <1:Call the night taxi at {phone}>.
? 1 [What should I do if I miss the last train|What can people do who missed the last train|last train is gone what now]?
! What does the night taxi cost?
* Children under <1:{n}> pay nothing; students pay <2:{price}>.
? 1 [Under what age do children pay nothing|Up to what age is it at no cost]?
? 2 [How much do students pay|What is the fare for a student|student price]?
! What do pets cost?|What do the elderly pay?
* Lost property is kept <1:{in_place}> for <2:{dur2}>.|Lost things are stored <1:{in_place}> for <2:{dur2}>.
? 1 [Where is lost property|Where can I look for something that I lost|lost things are where]?
? 2 [How long are lost things stored|For how long do they hold lost property]?
! Who is in charge of lost property?

# contract mixed
> Agreement between {F} and {N9}|# Terms|Rental contract no. {n8}|General conditions of {C8} Ltd
+ Changes must be made in writing|Both sides get a copy|The law of {C8} applies|Further {us} are not part of this contract
< Signed in {C9}, {date6}|{F} (signature)|Date: {date6}
* "{A} {t}" means <1:{a_u} that {is_made}>.|A {t} in this contract is <1:{a_u} that {is_made}>.
? 1 [What does the contract mean by {a_t}|What is {a_t} in this contract|How is the {t} defined|What is the meaning of the word {t}]?
! Who owns the {t}?
* The monthly rent is <1:{price}>, to be paid by <2:the {nth} of each month>.
? 1 [How much is the rent|What does it cost a month|rent per month]?
? 2 [When must the rent be paid|By what day is the rent due|rent due when]?
! To which account is the rent paid?
* Either side may end the contract with <1:{dur2}> of warning.|The contract can be ended with <1:{dur2}> of warning.
? 1 [How long ahead must I say that I want to end the contract|How much warning is needed to end the contract|What time is needed to end the contract]?
! What does it cost to end the contract?
@ ending the contract
* If the payment is late, <1:a fee of {price} is added>.|When somebody pays late, <1:a fee of {price} is added>.
? 1 [What happens if I pay late|What happens when the payment is late|What are the consequences of paying late]?
! Can I pay in advance?
@ late payments
* The deposit is <1:{price}> and is paid back <2:within {dur2}>.
? 1 [How much is the deposit|What deposit do I pay|deposit how much]?
? 2 [When is the deposit paid back|When do I get the deposit back]?
! What interest does the deposit earn?
* Damage by <1:water and {us}> is not insured.|The insurance does not pay for damage by <1:water and {us}>.
? 1 [What is not insured|For what does the insurance not pay|Which damage is not covered]?
! What is the name of the insurance company?
* The tenant must not <1:{w} the {vs}> because <2:{reason}>.|It is forbidden to <1:{w} the {vs}>, because <2:{reason}>.
? 1 [What is forbidden|What must the tenant not do|What is not allowed]?
? 2 [Why is there a ban|Why may one not {w} the {vs}|What is the reason for the ban]?
! Who checks the ban?
* The contract begins on <1:{date}> and lasts <2:{dur2}>.
? 1 [When does the contract begin|From which date is the contract valid|contract starts when]?
? 2 [How long does the contract last|For how long is it signed|What is the duration of the contract]?
! Who wrote the contract?
"""
